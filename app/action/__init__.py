"""The door for continuous integration: one event of a forge, or one look at a checkout, carried out at once."""
