"""The journal's nouns, one by one."""
