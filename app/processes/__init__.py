"""The only owner of ``subprocess``: plain runs, the sandbox, tool environments."""
