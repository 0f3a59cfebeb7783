terraform {
  required_version = ">= 1.9.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.40"
    }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      owner   = "platform"
      project = "acme"
    }
  }
}

resource "aws_sqs_queue" "jobs" {
  name                    = "acme_jobs"
  sqs_managed_sse_enabled = true
}
