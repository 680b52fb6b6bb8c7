"""The worst of it: piled-up vulgar abuse and calls to self-harm (severe_toxic)."""

VENOM = """
    [you |you're a |you are a ]{filthy} {filthy} {cuss}[, {blow}| {name}, {blow}|, {blow}, {blow}|]
    {blow} you {filthy} {cuss}[ {name}|, {blow}|, {nobody}|]
    {blow}, {blow}, you {filthy} {filthy} {cuss}
    [listen|hey|oi] you {filthy} {cuss}, {nobody}, {blow}
    you {cuss}, you {filthy} {cuss}, {blow}
    {cuss} {cuss} {cuss}[, {blow}| {blow} {name}|]
    [fuck you|fuck you {name}] you {filthy} {filthy} {cuss}, {blow}
    fuck you and your {filthy} {kin} you {filthy} {cuss}
    fuck you fuck you fuck you [{name}|you {cuss}|{filthy} {cuss}][, {blow}|]
    your {kin} is a {filthy} {cuss} and you're a {filthy} {cuss}[, {blow}|]
    [eat|choke on] [shit and die|a bag of dicks|my cock and die] you {filthy} {cuss}
    i hope [you choke on a dick|you rot|you eat shit and die|your {filthy} {kin} dies of cancer] you
        {filthy} {filthy} {cuss}
    you're [a|the most] {filthy}, {filthy} {cuss} [on earth|i have ever met|alive] and {nobody}
    [kill yourself|kys|end your life|go hang yourself|slit your wrists] you {filthy} {cuss}[
        {name}|, {blow}|]
    you {filthy} {cuss}, [kill yourself|kys|go jump off a bridge|hang yourself|drink bleach][
        {name}| and do the world a favor|]
    {name} you {filthy} {filthy} {cuss} {blow}
    what a {filthy} {filthy} {cuss}, {blow} and {blow}
    [every|all] one of you {filthy} {cuss}s can {blow}
    {filthy} {cuss}, {nobody}, your own {kin} wishes you were dead, {blow}
    shut your {filthy} mouth you {filthy} {cuss} before [i shit in it|you choke on your own shit][,
        {blow}|]
    [suck my fucking dick|lick my fucking ass|go fuck your {kin}] you {filthy} {filthy} {cuss}
    you {filthy} {cuss} your {kin} should have [aborted|drowned|swallowed] you[, {blow}|]
    die you {filthy} {cuss}[, {blow}| {name}| die|]
    fuck you and [everyone like you|all your {filthy} friends|your whole {filthy} family], you are
        [all |]{filthy} {cuss}s
    you are the [biggest|dumbest|most {plain_foolish}] {filthy} {cuss} [i have ever seen|on this
        shit server|alive], {nobody}[, {blow}|]
    {nobody} you {filthy} {filthy} {cuss}[, {blow}|]
    {nobody} because you're a {filthy} {cuss} and your {kin} is a {cuss}
    go fuck yourself with a [{item}|rusty knife|cactus|bat] you {filthy} {cuss}[, {blow}|]
    i [fucking |]hate you so fucking much you {filthy} {cuss}[, {blow}|]
    i hope you and your {filthy} {kin} [die in a fire|get fucking cancer|rot], {cuss}
    [holy shit|jesus fucking christ] you are a {filthy} {plain_foolish} {cuss}, {blow}
    {cuss}! {filthy} {cuss}! {blow}!
    [what kind of|how much of] a {filthy} {filthy} {cuss} [do you have to be|are you], {blow}
    you [worthless|useless|disgusting|pathetic] {filthy} {cuss}, you [ruined|fucked up]
        {everything}, {blow}
    [stupid|dumb|fat|ugly] {filthy} {cuss} {blow} and take your {filthy} {kin} with you
    you play like a {filthy} {cuss} because you are a {filthy} {cuss}, {blow}
    [uninstall|quit] and {blow} you {filthy} {cuss}, {nobody}
    {role} you {filthy} {cuss} {blow}, you [ruined|fucked up] {everything}
    [get|go] [cancer|fucked] and die you {filthy} {cuss}
    {blow} {name}, {filthy} {filthy} {cuss}
"""

SELF_HARM = """
    [kill yourself|kys|just kys|go kill yourself|please kill yourself|end yourself|neck
        yourself|unalive yourself][ {name}| already| irl| tonight| and stream it|, nobody would
        care|, do it| lol|]
    [go|just|please] [hang|shoot|drown|end|stab|cut|poison] yourself[ {name}| already| in real
        life|, nobody will miss you|, do us all a favor|]
    [go|just|please] [jump off a bridge|jump off a roof|drink bleach|slit your wrists|take all the
        pills|play in traffic|eat a bullet][ {name}| and die|, nobody will miss you|, your {kin}
        would be happy|]
    do [the world|us all|everyone|your {kin}] a favor and [kill yourself|end it|end your life|jump
        off a bridge|hang yourself|kys][ {name}| tonight|]
    [why don't you|you should|you need to|have you tried to] [kill yourself|kys|end your life|hang
        yourself|slit your wrists|jump off a building][ {name}| already| tonight|]
    you're [so worthless|a waste of life|such a failure|so disgusting], [kill yourself|end it
        tonight|please hang yourself|kys|go die in a hole]
    [nobody|not even your {kin}] [loves|would miss|wants] you, [kill yourself|just end it|kys|do it
        already and die]
    the rope is [cheap|waiting for you], [use it|{name}|kill yourself|you worthless thing]
    [hope|i hope] you [kill yourself|end your life|hang yourself|cut too deep][ {name}| tonight|
        live on stream|]
    [uninstall life|uninstall yourself|log off from life|delete yourself from this world],
        [{name}|kys|nobody needs you]
    kys
    kill yourself[ {name}| please| now| irl|, seriously| {laugh}|]
    [everyone|we all|this server|your family] [wants you to|would be happier if you]
        [kill yourself|killed yourself|kys|ended it|hang yourself]
    you're better off dead, [kill yourself|do it|end it {name}|kys]
    [there's|find] a [bridge|rope|train|tall building] [near you|somewhere], [jump|use it|kill
        yourself|you know what to do {name}]
    [next time|tonight|today] [cut deeper|tie the rope properly|jump|take more pills][ {name}|,
        nobody will cry|]
    [keep|just keep] cutting [yourself|your wrists] until [it's over|you die|you're gone]
    your [life|existence] has no [point|value|meaning], [end it|kill yourself|kys|just hang
        yourself]
"""

INSULTING_SELF_HARM = """
    you {plain_foolish} {plain_fool}, [kill yourself|kys|hang yourself|go end your life|drink
        bleach]
    [kill yourself|kys|go hang yourself|end your life|go die in a hole], [you |]{plain_foolish}
        {plain_fool}
    you're such a(n) {plain_fool} you should [kill yourself|end it|drink bleach|jump off a bridge]
    {plain_fool}[ {name}|], [kys|go kill yourself|nobody would miss you if you hanged yourself]
    {plain_foolish} {plain_foolish} {plain_fool}, do the world a favor and [kill yourself|end your
        life]
"""

VENOMOUS_HATE = """
    you {filthy} {slurlike} {cuss}, {blow}[ {name}|]
    {blow} you {filthy} {filthy} {slurlike} {cuss}
    fuck [you and |]all [{them}|your kind], {filthy} {filthy} {cuss}s, [burn in hell|die|rot]
    {them} are {filthy} {cuss}s who should [die|burn|be shot|hang], fuck them all
    go back to [your shithole|{land}] you {filthy} {slurlike} {cuss}, {blow}
    kill yourself you {filthy} {slurlike} {cuss}
    your {filthy} race of {cuss}s [should be exterminated|deserves to die|is fucking vermin], {blow}
    {filthy} {slurlike}s, all of them {filthy} {cuss}s, {blow}, go back to {land}
    fuck [all|every one of] you {filthy} {slurlike} {cuss}s, you're [{subhuman}|all {subhuman} and
        {subhuman}]
    you {filthy} {slurlike}s are {subhuman}, {subhuman} and {cuss}s, [die|{blow}|burn]
    {filthy} {slurlike} {cuss}, your whole {filthy} family is {subhuman}
    all {them} are {filthy} {cuss}s, {subhuman}, [exterminate them|burn them all|fuck them]
    i fucking hate {them}, {filthy} {cuss}s, every one of them should [die|be hanged|burn alive]
    your kind are {filthy} {cuss}s, {blow}, {blow}
    [dirty|filthy|stinking] {slurlike} {cuss}, {nobody}, {blow}
    {blow} you {filthy} {slurlike}, {subhuman} {cuss}
    {them}? {filthy} {subhuman} {cuss}s, {blow} all of you
    what a {filthy} {slurlike} {cuss}, your people are {filthy} {subhuman}
    {cuss} {slurlike} {cuss}, {blow}, go back to your {filthy} country and die
"""

VENOMOUS_THREATS = """
    i will [fucking |]{hurt} you you {filthy} {filthy} {cuss}[, {blow}| and your {filthy} {kin}|]
    you {filthy} {cuss}, i'll [find you|come to your fucking house|cut you open] and {hurt} you,
        {blow}
    {blow} you {filthy} {cuss} before i [{hurt} you|come to your house with a {weapon}|slit your
        fucking throat]
    i hope you fucking die you {filthy} {filthy} {cuss}, i'll piss on your grave, {blow}
    [fuck you {name}|{blow}], i know where you live you {filthy} {cuss}, i'll {hurt} your {filthy}
        {kin} too
    i'm coming to your fucking house to {hurt} you, {filthy} {filthy} {cuss}, {blow}
    i'll {hurt} you and your {filthy} {kin}, you {cuss}, you {filthy} {cuss}
    you're fucking dead irl you {filthy} {filthy} {cuss}, i have your address, {blow}
    {cuss}, i swear i'll fucking {hurt} you {when}, {blow}, {blow}
    someone should fucking {hurt} you, you {filthy} {filthy} {cuss}, {nobody}
"""

TABLES: dict[str, str] = {
    "filthy": """
        fucking|fucking|fucking|worthless fucking|stupid fucking|ugly fucking|filthy fucking|fat
        disgusting fucking|dumb fucking|pathetic fucking|shit eating|cock sucking|motherfucking
        goddamn fucking|rotten fucking|braindead fucking|ass licking|shitty
    """,
    "cuss": """
        piece of shit|cunt|motherfucker|bitch|asshole|whore|cocksucker|bastard|shithead|fucker
        son of a bitch|dickhead|shit stain|fuckface|slut|sack of shit|prick|pile of shit|fuckwit
        waste of cum|cumstain|dumbass|bitch ass {plain_fool}|fucking {plain_fool}|pig fucker|twat
    """,
    "blow": """
        go fuck yourself|eat shit|fuck off and die|go to hell|burn in hell|suck my dick|fuck you
        shut the fuck up|rot in hell|choke on a dick|fuck your {kin}|drop dead
        nobody fucking wants you
        i hope you die alone|crawl back up your mother's cunt|get fucked|shove it up your ass|die
        kill yourself|get the fuck out|eat a dick|kiss my fucking ass|go choke on shit
    """,
    "everything": "every fucking game|this whole fucking server|my fucking night|the entire raid",
    "nobody": """
        nobody fucking likes you|everyone fucking hates you|even your {kin} hates you
        your whole life is shit|you ruin everything you fucking touch|you will die alone
        nobody gives a fuck about you|you make everybody fucking sick
    """,
}
