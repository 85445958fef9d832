# Rule 38: the first hour needs no configuration, and one form sets a community up when staff like to.
#now 2026-11-23T09:00:00+00:00
!role ada staff
!role cleo client
ana> /admin setup
#! rank.needed
ada> /admin setup
#= setup.form
#form preset,zone,jobs,news,clients
!fill ada preset=upwork-2020 zone=Europe/Madrid
#= setup.done preset=upwork-2020
#> #log log.policy
ada> /admin policy grant.plus
#= policy.one
ada> /admin policy rollover.limit
#= policy.one value="200"
# What is left empty stays; a second time nothing changes.
ada> /admin setup preset:upwork-2020
#= setup.done
#> none
ada> /admin setup zone:Atlantis/Deep
#! policy.value
ada> /admin setup preset:classic zone:Asia/Tokyo
#= setup.done preset=classic
#> #log log.policy
cleo> /job post "The first job"
#= job.posted
ada> /admin setup jobs:#board news:#news
#= setup.done
#> #log log.channel channel=jobs
#> #log log.channel channel=news
