# What the chain of the journal came to.

anchor-told = Today's anchor: { $anchor }. Whoever keeps this line can prove with `connects verify --chain` that nothing before it was changed.
