"""Profanity: swearing at nothing in particular, vulgar hostility, and vulgar abuse."""

SWEARING = """
    holy [shit|fuck|fucking shit] [that was {hype}|what a {skill}|{name}|did you see that|we
        won|nice shot|i did it|]
    what the [fuck|actual fuck|fucking hell|shit] [was that|is this|just happened|is {part} doing|,
        {name}|man|bro|]
    [oh |]{oath}[ {name}| {pal}| man|, not again|, we wiped|, i forgot the {item}|, missed it| yes|]
    {oath}, [{part} again|the {boss} healed|another {number} minute queue|i died|we won|that scared
        me|my {kin} is here]
    this {swearing} [{boss}|game|lag|map|patch|{item}|server|update|queue|quest|puzzle|door]
    [fuck|fuck all of|shit on] {part}[ {again}|, {pal}|, i'm going to bed|]
    [fuck|fuck this|i'm fucking done with] [this {boss}|this game|mondays|lag|{mode}|escort
        missions|the {mob}]
    [i'm|we're|that's] [so |] fucking
        [{feel}|done|dead|lost|good|close|{hype}|{nice}|tilted|annoying]
    [that|this] [was|is] [fucking|so fucking|absolutely fucking]
        [{hype}|{nice}|{bad}|funny|beautiful|hard|stupid]
    [that|this] [was|is] [bullshit|horseshit|some bullshit|utter shit|fucked up|shit|such
        bullshit][, {part} again|, he was one shot|, i hit him|, {firm} fix it|]
    {part} is [shit|bullshit|a shitshow|fucking {bad}|fucked|still shit|a fucking joke|shitty as
        ever][ {again}|]
    [{firm}|they] [fucked up|don't give a shit about|don't give a fuck about|screwed and fucked]
        {part}
    i [don't|really don't] give a [shit|fuck|flying fuck|rat's ass] [about {mode}|about
        {rank}|anymore|what {firm} says|about the {item}]
    i [fucked up|fucked it up|shit myself|nearly shit myself|lost my shit]
        [at {place}|when the {boss} came|{laugh}|, sorry|]
    [my|the] {swearing} [{item}|mouse|internet|router|cat|controller|game|pc]
        [died|crashed|broke|is gone|froze][ {again}|]
    [shit|crap and shit|fuck], [wrong button|{mob} behind us|i'm out of mana|we forgot the
        {role}|sorry|here they come]
    {number} [fucking |damn fucking ][hours|wipes|deaths|gold] [for|and still no] {item}
    [fuck yes|fuck yeah|hell fucking yeah|shit yeah] [{name}|we did it|the {item}
        dropped|finally|level {number}|]
    [you|{name}] [are|is] fucking {nice}[, thank you|, what a {skill}| {laugh}|]
    [best|nicest|craziest] fucking [team|game|{skill}|night|raid] [ever|in years|{laugh}|]
    [who|where] the [fuck|hell fuck] is [the {role}|{name}|{place}|pulling|everyone|my {item}]
    [how|why] the fuck [did that hit|do i craft a {item}|is it so dark|are there so many {mob}|did
        we win]
    [bloody fucking|goddamn fucking] [{mob}|stairs|{boss}|monday|weather|ads]
    [no|damn] shit [{name}|, it says so in the guide|sherlock|]
    i'm [sick|tired] of this [shit|bullshit|fucking grind|shitty patch][ {again}|, good night|]
    [get|getting] my ass [kicked|handed to me|whooped] by the {boss} {again}
    [scared|bored|confused|laughed|annoyed] [the shit out of|the fuck out of] [me|us]
    my {kin} [walked in|came home] and [i yelled fuck|heard me say shit|said what the fuck is that]
    [dick|tits|boobs|penis|ass] [jokes|pics|drawings] [again|in chat|on the wall] {laugh}
    [drew|built|made|saw] a giant [dick|penis|cock|pair of tits] [at|on] {place} {laugh}
    nice [tits|ass|boobs] [on that|says the] {role} {laugh}
    [horny|porn|sex|cum|dildo|blowjob] [talk|jokes|mods|stories] in [voice|general|chat] {again}
    [jerking off|having a wank|watching porn] [while|before|during] [the queue|{mode}|loading
        screens] {laugh}
    [send|show me|post] [nudes|tits|boobs|your tits|ass pics|dick pics][ {laugh}| {name}|]
    omfg [this shit|that fucking {boss}|fuck me that was close]
    [shitty|fucked up|crappy shitty] [patch|{item}|map|day|ping|weather|reward|deal]
    [well |]fuck me[ sideways| that hurt| {number} ping|, the {item} dropped|]
    fucking [finally|hell|christ|brilliant|lag|legend|amazing|ads|stairs]
"""

HOSTILE = """
    [fuck|go fuck|seriously fuck] [you|yourself|off|you all|the lot of you|right off][ {name}| and
        your {role}| for that|, i'm out|]
    [shut|just shut] the fuck up[ {name}| and heal| nobody asked| already|]
    stfu [{name}|and play|nobody asked|already|]
    get the [fuck|fucking hell] [out|away|off my team|off this server|out of my lobby][ {name}|]
    [what|who] the fuck [is wrong with you|are you talking to|do you think you are|asked you][
        {name}|]
    wtf is [wrong with you|your fucking problem][ {name}|]
    [nobody|no one] gives a [shit|fuck|flying fuck] [about you|what you think|{name}|about your
        {role}]
    [eat|go eat] shit[ {name}| and leave| all of you|]
    [suck|go suck|come suck] [my dick|my balls|it bitch|a dick|my cock][ {name}| {laugh}|]
    [kiss|lick] my [ass|balls|arse|fucking boots][ {name}| {laugh}|]
    fuck off [{name}|to {rank}|you ruin every fucking game|and take your shit {role} with you]
    [stop|quit] [fucking|your fucking] [feeding|whining|crying|talking|pinging me|shit talking][
        {name}|]
    you [fucked|always fuck] up [every|the|my] [fucking |][game|raid|run|night][, leave|, get out|]
    [i |]fucking hate [you|you all|this team|playing with you|your voice][ {name}|]
    [cry|whine|bitch|moan] about it somewhere else, [nobody gives a shit|i don't give a fuck|fuck
        off]
    [learn|go learn] to fucking [play|aim|heal|read] or [leave|uninstall|fuck off]
    [heal|ward|help|move|push|shoot] for fuck's sake[ {name}|, what are you doing|]
    [take|shove] [your {item}|that {skill}|your advice|your rank] [and |]shove it up your ass
    fuck [your {kin}|your guild|your {role}|everything about you][ {name}|]
    you [play|heal|talk|type] like shit[ {name}|, leave|, uninstall|]
    [uninstall|quit|delete] this shit [{name}|and never come back|you can't play]
    [kick|ban] this fucking {role} [now|already|before i lose my shit]
    [go|run] cry to your [fucking |]{kin}, i don't give a [shit|fuck]
    your [opinion|{role}|aim|build] is [shit|bullshit|fucking worthless|a pile of shit][, leave|]
"""

ABUSE = """
    fuck you [you |]{fool}[ {name}|]
    [shut the fuck up|stfu|fuck off|go fuck yourself|eat shit|suck my dick]
        [you |]{fool}[ {name}|, learn to play|]
    [you're|you are] [a|such a|just a|nothing but a] {vulgar_fool}[ {name}| and everyone hates you|,
        get the fuck out|]
    {vulgar_fool}[ {name}| {laugh}|, go away|, you lost us the game|]
    [what a|typical|look at this|this] {vulgar_fool} [again|, kick him|on my team|{laugh}|]
    {name} is a {vulgar_fool}[, ban him|, don't play with her| and a cheater|]
    [our|that] {role} is a {vulgar_fool}[ {laugh}|, fuck this|, i'm out|]
    your [{kin}|mom|mother] is a [whore|bitch|slut|fat bitch|cunt][ {laugh}| and you're a mistake|]
    i fucked your [mom|{kin}|mother][ last night| {laugh}|, you {plain_fool}|]
    [dumb|stupid|lazy|ugly|useless|lying|cheating] [ass |fucking |]{vulgar_fool}[ {name}|]
    [you|u] [dumb|stupid|worthless|ugly] [fuck|shit|bitch|prick|cunt][, heal| {name}|, look what you
        did|]
    [you're|you are|ur] [shit|so shit|fucking shit|fucking trash|fucking garbage|total shit|dog
        shit][ {name}| at this| at {mode}|, uninstall|]
    [you|your team] fucking suck[s|][ {name}| {laugh}| at {mode}|]
    your {role} is [shit|fucking trash|dog shit] and [so are you|you're a {plain_fool}|you suck]
    [dick|cock|ass|shit|fuck]-[head|face|wad|brain|wit][ {name}|, get lost|]
    get your head out of your ass[ {name}|, {fool}|, you {plain_foolish} {role}|]
    how [fucking|the fuck] [stupid|dumb|blind|useless] are you[ {name}|]
    [bunch|team|pack|lobby] of [fucking {plain_fools}|shitheads|bitches|assholes|useless fucks|shit
        players]
    [you're all|you guys are] [fucking {plain_foolish}|pieces of shit|a bunch of bitches|shit at
        this]
    [grow some balls|you have no balls] you {vulgar_fool}
"""

TABLES: dict[str, str] = {
    "swearing": """
        fucking|fucking|fucking|fuckin|goddamn fucking|motherfucking|shitty|bloody fucking|fucked up
        shitass|freaking fucking|stupid ass fucking
    """,
    "oath": """
        fuck|shit|holy shit|fuck me|fuck sake|for fuck's sake|fucking hell|bullshit|shit shit shit
        son of a bitch|jesus fucking christ|oh shit|motherfucker|god fucking damn it|what the fuck
        fuck this|ah shit|well shit|fuckity fuck|ffs fuck
    """,
}
