"""English words that customers of a support desk write and that are nobody's name."""

from __future__ import annotations

COMMON_WORDS = frozenset(
    "a an the i you he she we they it is am are was were be do does did don't doesn't didn't can can't cannot could would will won't have has had not no nope yes "
    "yeah yep what why how when where who which this that these those my your his her our their me him them and or but if so to of in on at for from with by about "
    "as into out up off over than then too very also only just really still again already yet now here there today tomorrow yesterday soon later never always "
    "know want need like wish help please thanks thank ok okay sure hello hi hey bye goodbye good morning afternoon evening night sorry cancel stop quit end turn "
    "disable unsubscribe cancellation subscription subscriptions renewal renew renewed auto-renewal auto-renew autorenewal automatic recurring order number numbers "
    "email e-mail mail address name date phone product products purchase purchased bought buy code serial license licence key register registration registered "
    "expire expires expired expiry charge charged charges card bank statement payment pay paid money refund price cost fee invoice receipt bill billing account "
    "kaspersky eset nexway allsoft huawei android iphone ipad windows mac google app store play digital river checkout premium plus standard basic version upgrade "
    "update install uninstall password login wrong correct change changed mistake error problem issue question answer solved fixed works work working worked done "
    "human agent person people someone somebody anyone anonymous secret nobody none nothing unknown skip because test refuse rather prefer english japanese language "
    "back next start restart over menu support contact asdf customer user service desk talk speak call chat case ticket status delete erase remove data history "
    "robot bot machine find lost missing received arrived come came get got send sent see look show tell give make use used using keep new old another other more "
    "free trial month monthly year annual day days week weeks hour hours time device devices computer laptop tablet mobile security antivirus virus protection "
    "yup nah exactly right great perfect fine cool awesome nice weather joke who's what's where's how's i'm it's that's let's any all both each every some many "
    "regards dear sincerely best kind cheers drop table users select insert where null undefined nan script alert javascript admin root true false "
    "tired urgent ridiculous confused stuck angry furious frustrated annoyed worried unable afraid ready happy unhappy upset retired disappointed currently trying looking waiting "
    "asking having getting locked fed sick desperate curious interested serious important expensive unacceptable terrible awful horrible strange weird clear unclear possible impossible "
    "hmm hm huh um uh er erm ah oh eh misspelled misspelt mistyped misread spelled spelt incorrect backwards swapped missing mate guys folks team sir madam everybody everything sadly unfortunately obviously apparently automatically manually immediately".split()
)

OTHER_BRANDS = frozenset(
    "id login signup microsoft amazon netflix spotify youtube norton mcafee avast avira bitdefender trend micro gmail yahoo outlook office excel chrome safari firefox docomo "
    "softbank rakuten yodobashi paypal mastercard amex facebook instagram twitter zoom disney prime".split()
)
"""Firms and services of others, which are nobody's name either."""
