# Rules 33 and 36: staff take the community's whole journal along, and it is logged.
#now 2026-11-23T09:00:00+00:00
!role ada staff
ana> /connects balance
ana> /admin export
#! rank.needed
ada> /admin export beancount
#= admin.export lines=7
#> #log log.exported by=ada format=beancount
ada> /admin export json
#= admin.export
#> #log log.exported
