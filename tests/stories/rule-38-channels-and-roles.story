# Rule 38: channels are where the first job was posted, until staff choose others.

ada> /job post "A poster" price:2
#= job.posted job=1
#> #jobs job.card job=1

# Staff choose a channel for jobs, for news, and for what staff do; the log says so.
ada> /admin channel jobs #board
#= channel.set use=jobs channel=#board
#: #board is the channel for jobs from now on; what waited for it follows.
#> #log log.channel by=ada channel=jobs to=#board
ada> /admin channel use:news channel:#news
#= channel.set use=news
#> #log log.channel channel=news
ada> /admin channel log #staff
#= channel.set use=log
#> #log log.channel channel=log
ada> /admin channel music #board
#not discord: it is none of the option's choices
#! value.choice
ana> /admin channel jobs #mine
#! rank.needed

# A role of the place gives a rank to whoever has it.
ada> /admin role @Clients client
#= role.set role=@Clients rank=client
#: Whoever has the role @Clients has the rank of client from now on.
#> #log log.role by=ada role=@Clients rank=client
ada> /admin role @Clients member
#= role.set role=@Clients rank=member
#> #log log.role rank=member
ada> /admin role @Clients king
#not discord: it is none of the option's choices
#! value.choice
ana> /admin role @Everybody staff
#! rank.needed

# Nothing moves: no wallet is the poorer for it.
ada> /connects balance
#= balance balance=40
