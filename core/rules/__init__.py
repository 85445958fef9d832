"""One file a rule: facts in, decision out."""
