"""zizmor: workflow, action and Dependabot files of GitHub, looked at offline."""
