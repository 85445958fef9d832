## What falls due on wallets

lot-expiring = { $expiring } of yours will expire soon, the first of them with { $expires }. { $jobs } shows what you can spend them on.
lot-line = { $left }: { $origin }, until { $expires }
balance-gift = The sign-up gift of { $gift } comes on { $when }, when your account is old enough.
balance-gift_role = The sign-up gift of { $gift } waits until you have the role { $role }.
roleplan-set = Whoever has the role { $role } is on { $plan } from now on, as soon as they say something here.
log-roleplan = { $by } gave the role { $role } the plan { $plan }.
op-roleplan-set = a role got a plan
rule-roleplan-set = Staff say which plan a role gives; of several the highest counts.
op-rollover-expired = beyond the limit of { $limit } for { $period }
rule-rollover-expired = At the start of a new month, what is beyond the rollover limit expires, soonest-ending first.
rules-grant_anniversary = On the day of the month of joining, at 00:00 ({ $zone }), Basic gets { $basic }, Plus { $plus } in all.
rules-upgrade = Who comes to a higher plan within a month gets the difference for the days that are left; a lower one counts from the next month.
rules-gate_age = The sign-up gift is for accounts that are at least { $days } days old.
rules-gate_role = The sign-up gift waits until one has the role { $role }.
rules-rollover = At most { $limit } come along into a new month ({ $agency } for an agency; 0 is no limit); what ends soonest goes first.
rules-rollover_bought = At most { $limit } come along into a new month ({ $agency } for an agency; 0 is no limit), bought ones aside; what ends soonest goes first.
rules-warning = A message goes out { $days } days before Connects of yours expire.
console-roles = { $name } has { $roles ->
    [none] no roles now.
   *[other] these roles now: { $roles }.
}
log-policy_role = { $by } let the sign-up gift wait for the role { $role }; the policy is version { $version } now.
