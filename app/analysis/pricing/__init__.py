"""What the resources of a plan cost a month: the price book, the pricers by service, usage, totals and differences."""
