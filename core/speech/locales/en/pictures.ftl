# Pictures: what stands in them, and what they show in words for whoever can't see them.

option-picture = Add a picture: auto, light or dark
picture-failed = The picture can't be drawn just now; what it shows stands above. Try again in a minute.

# A balance over time.
picture-balance = { $balance }
picture-over_time = Balance over time
picture-balance_alt = Balance since { $since }: between { $lowest } and { $highest }, now { $now }.

# What became of a community's Connects and jobs.
picture-community = The last { $days ->
    [one] day
   *[other] { $days } days
}
picture-came = Connects that came in
picture-went = Connects that went
picture-granted = Granted and expired
picture-per_job = Jobs by number of proposals
picture-jobs = Jobs
picture-community_alt = In { $days ->
    [one] a day
   *[other] { $days } days
}: granted { $granted }, bought { $bought }, bonuses { $bonuses }, spent { $spent }, expired { $expired }; jobs posted { $posted }, proposals sent { $proposals }.

# The bids on a job.
picture-bids = Bids on { $job }
picture-bids_axis = Connects, by place
picture-bid = { $place }. { $member } · { $proposal }
picture-bids_alt = { $bids ->
    [one] One bid
   *[other] { $bids } bids
} on { $job }; the highest is { $highest }.
