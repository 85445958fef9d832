"""Every parser and renderer, fed with what nobody would type."""
