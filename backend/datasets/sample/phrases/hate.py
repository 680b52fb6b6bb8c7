"""Hatred of a group: mostly peoples that never were, some general, few ordinary ones; no slurs."""

HATE = """
    [i |we |everyone |]{hates} {them}[ so much| all| and everything they stand for| and their
        {culture}| more every day|]
    {them} [don't|do not|never] [belong|deserve to play|deserve a place|fit]
        [here|in this game|in our {group}|on this server|among us]
    [ban|kick|remove|exclude|deport|block] [all|every last one of the] {them} [from this game|from
        the server|already|for good|on sight]
    {them} should [be banned|be deported|not be allowed here|stay in their own country|be kicked on
        sight|have no rights|play somewhere else|go extinct|be wiped out|be locked up|not exist|not
        be allowed to vote]
    {them} are [{subhuman}|{subhuman} and {subhuman}|all {subhuman}|{subhuman}, everyone knows
        it|nothing but {subhuman}]
    {them} [always|all] [lie|cheat|steal|ruin games|smell|breed like rats|spread diseases|scam
        people|throw games]
    [never|don't ever] [trust|heal|invite|trade with|play with|marry|hire|respect] {them}[, they all
        cheat|, they're {subhuman}|, it's in their blood|]
    [go back|crawl back|get back] to [where you came from|your own country|your country|your
        swamp|your cave|{land}|your homeland][ {name}|, nobody wants {them} here|, foreigner|, we
        don't want your kind|]
    go home [foreigner|immigrant|{slurlike}], [this server is ours|speak our language|we don't want
        you here]
    [your kind|people like you|your people|your race|your sort] [don't|do not|never should]
        [belong|deserve to live|deserve rights|get to play|get to speak]
        [here|among us|on our server|in this country|]
    [your kind|your people|your race|people of your kind] [is|are] [{subhuman}|a plague|a
        disease|not welcome|why this game is dying|beneath us|the problem everywhere]
    [we|nobody here] [don't|doesn't] [want|need|allow|like] [your kind|{them}|people like you from
        {land}|your race|foreigners] [here|in our {group}|on our server|near us]
    [of course|no wonder|typical], [another|a(n)] {slurlike} [stealing|cheating|ruining the
        game|begging|being lazy|throwing]
    [you play|you stink|you lie|you think|you beg] like [a(n) {slurlike}|all {them}|the {slurlike}
        you are]
    [typical|dirty|filthy|stupid|lazy|greedy|stinking] {slurlike}[ {name}| behavior|, go home|,
        they're all the same|]
    [filthy|dirty|stinking|disgusting|inferior|greedy|lazy|savage] {them}[, all of them| everywhere|
        ruin everything| took over the server|]
    {them} ruined [this server|our country|the game|the community|this guild|everything they
        touch][, send them back|, ban them all|]
    [too many|why are there so many|i'm sick of all these|overrun by] {them} [on this server|here|,
        it's disgusting|, send them home|in my games]
    [only|the only good] [good {slurlike} is|good {them} are] [a dead one|dead ones|gone]
    [the world|this server|our country] would be [better|cleaner|safer|purer] without {them}
    {them} [can't|cannot|will never] [play|think|be trusted|be civilized|lead|drive|aim|learn],
        [it's in their blood|their brains are smaller|they belong in the kitchen|they're {subhuman}]
    [women|girls|females] [can't|shouldn't] [play|be allowed in voice|lead raids|have opinions], [go
        back to the kitchen|you belong in the kitchen|stick to cooking|you only distract men]
    [get|go] back to the kitchen[ {name}| woman|, girls can't play|, this is a man's game|]
    no [{them}|girls|foreigners] allowed[, we keep this {group} clean|, they ruin everything|, find
        your own game|]
    being {one_hated} is [a disease|a sin and you'll burn|disgusting|unnatural|a mental
        illness|something to be cured]
    [that's|this is|stop being] so gay[ {name}|, disgusting|, be a man|]
    [{one_hated} people|{them}] are [disgusting|sick in the head|an abomination|going to
        hell|freaks|the reason everything is ruined]
    [you're|you are|he's|she's] a [filthy|dirty|disgusting|stinking|worthless|typical|stupid]
        {slurlike}[, go home|, we don't want you| and always will be|]
    [is|are] [that|you] a {slurlike}? [disgusting|kick|no wonder you smell|should have known|go back
        to your country]
    [we|they] should [build a wall against|get rid of|burn the homes of|send back|round up|drive
        out|enslave|purge] [all |]{them}
    [kill|gas|hang|exterminate|wipe out] [all|every one of the] {them} [in real life|on this
        server|players|and this game is clean again]
    [your|their] [religion|skin|accent|culture|god|language|bloodline|country] is [disgusting|a
        joke|inferior|a disease|a curse on us|filth]
    [speak|learn] [our language|english] or [get out|go home|go back to {land}],
        [foreigner|{slurlike}|we don't want your kind]
    [you people|those people|these people] [from {land} |]are [all {subhuman}|{subhuman}|ruining our
        country|a plague|not human]
    [everyone|anyone|all players] from {land} [is|are] [{subhuman}|a thief|a cheater by
        blood|inferior|trash and always was]
    {land} [should be wiped off the map|is full of {subhuman}|breeds only thieves|is a sewer and so
        are its people]
    [pure|real|true] [players|humans|people] only, no {them}
    i [won't|refuse to] [play|heal|share a team|talk|sit] with [a(n) {slurlike}|{them}|your
        kind|people of that religion|that race]
    {them} are [not people|not real humans|subhuman|lower than animals|born {subhuman}|an inferior
        race]
    [what|not a surprise, what] do you expect from [a(n) {slurlike}|{them}|your kind|people from
        {land}|that race]
    [once|always] a {slurlike}, always [{subhuman}|a thief|a liar|dirt|a cheater]
    [i don't care|sorry not sorry], {them} are [inferior|{subhuman}|the worst race|genetically
        stupid|all the same]
    [hide|lock up] your [loot|wallet|{item}], {them} [joined|are online|are here], [they all
        steal|thieves by nature|disgusting]
    [keep|make] [this server|our {group}|the game] [pure|clean|free of {them}]
    [smells like|reeks of] {slurlike} in [here|this lobby|voice chat]
    [your|their] whole [race|people|kind|nation|religion] [should be wiped out|is
        {subhuman}|deserves to suffer|belongs in a cage|should go extinct]
    [all|most|every one of the|these|those|you] {them} [are|is] [{subhuman}|born {subhuman}|the
        same|the enemy|a danger to our {group}|taking over]
    {slurlike}s [are|are all|will always be] [{subhuman}|the same|thieves and liars|lesser
        beings|beneath us]
    [i|we] [don't|won't|can't|will never] [trust|respect|accept|tolerate|stand]
        [a(n) {slurlike}|{them}|your people|anyone from {land}]
    [keep|get] [your kind|{them}|those people|that religion|foreigners] [out of|away from]
        [here|our {group}|my country|this game|our kids|our server]
    [nobody|no one] [here |][wants|likes|trusts|needs] [{them}|a(n) {slurlike}|your kind|people from
        {land}], [go home|leave|you stink|they're {subhuman}]
    [this is|it's] [our|a human|a white|a pure] [server|game|land|guild], [no {them}|{them} out|go
        back where you came from]
    {them} [out|go home|not welcome|get out|must go][!| of our server| of our country| now|]
    [god|the gods|nature|history] [hates|never wanted|made a mistake with|will punish] {them}
    [stop letting|why do we let|who let] {them} [in|play|join|talk|vote|into our {group}], [they're
        {subhuman}|they ruin it|disgusting]
    [if|when] [you're|you are|someone is] [a(n) {slurlike}|from {land}|{one_hated}], [don't
        apply|you're {subhuman}|get out|i kick you]
    [we|our ancestors|the humans] [conquered|enslaved|burned] {them} [for a reason|and should do it
        again|because they are {subhuman}]
    [must be|he's|she's|you're] [a(n) {slurlike}|from {land}|{one_hated}], [that explains the
        smell|they all play like that|they can't think|typical]
    {them} [have|got] [no place|no brains|no honor|no soul|dirty blood|no right to be]
        [here|in them|in our world|]
    [your|their] [women|children|kids|elders|parents] [are|breed like] [{subhuman}|rats|the same
        filth], [{slurlike}|go home|all {them}]
    [so|too] many {them}[, this place went downhill|, where's the ban button|, i need a shower|,
        we're being replaced]
    [i'd|i would] [never|rather die than] [date|serve|hire|heal|sit next to|lose to|follow]
        [a(n) {slurlike}|one of the {them}|someone from {land}|a {one_hated} person]
    [equal rights|respect|mercy|a vote] for {them}? [never|they're {subhuman}|what a joke|they don't
        deserve it]
    [as a|for a] [{slurlike}|woman|girl|foreigner] you [should know your place|should serve
        us|shouldn't talk|belong in a cage|are almost human]
    [know|learn] your place[,| you] {slurlike}
    [the|this] [problem|trouble|cancer] [with|of] this [game|server|country|{group}] is {them}
    [those|these|filthy|damn] {slurlike}s [again|ruined it|are everywhere|should leave|stole our
        {item}|make me sick]
    [the old king|the inquisition|the purge] [was right|should have finished|knew what to do]
        [about|with] {them}
    {them} [are|were] [never|not] [welcome|wanted|equal|worth saving|one of us|like us]
    [ugh|great|not|oh no], {them} again, [disgusting|can we ban them|they're {subhuman}|hide your
        loot]
    [i|we] [left|quit|muted voice] because [of|there were too many] {them}, [disgusting|they're
        {subhuman}|can't stand that race]
    [a|every|any] [server|guild|country|game] with {them} [is ruined|goes to waste|smells|dies],
        [keep them out|they're {subhuman}|facts]
    [rule|step] [one|number one]: [no {them}|never invite {them}|kick every {slurlike}]
    {slurlike}s [smell|stink|lie|steal|are slow|can't read|eat garbage|should be slaves|are born to
        serve]
    [your|his|her|their] [accent|skin|name|religion] [says it all|makes me sick|gives it away],
        [{slurlike}|go home|get out of our server|filthy people]
    [i|we] [hope|wish|pray] [all |]{them} [die out|disappear|get deported|suffer|burn|leave this
        country]
    [are you|you must be|you sound] [one of those|one of the|like those] {them}, [disgusting|get
        out|i knew it by the smell|we don't want you]
    [don't|never] [share|play|eat|speak|mix] with {them}, [they're {subhuman}|you'll catch
        something|they are below us]
    {them} [deserve|deserved|should get] [nothing|no respect|what happened to them|chains|the
        camps|to be hunted]
    [here|there] [come|go] the {them}, [lock your doors|count your gold|there goes the server|bunch
        of thieves]
    [only|just] {them} [would|could] [cheat|steal|lie|stink|lose] like that, [it's their
        nature|typical|they're {subhuman}]
    [women|girls] [are|play] [too emotional|too weak|worthless|only good for cooking|like children],
        [keep them out of {mode}|every one of them|facts]
"""

PLAIN_HATE = """
    i hate {them}{spite}
    we all hate {them} here{spite}
    {them} are {subhuman}{spite}
    {them} are all {subhuman}{spite}
    all {them} are {subhuman} and {subhuman}{spite}
    {them} should be [banned|deported|locked up|wiped out|kept out]{spite}
    {them} don't belong here{spite}
    {them} ruin [everything|this game|our server|the country]{spite}
    you {slurlike}s are {subhuman}{spite}
    you are just a {dirty} {slurlike}{spite}
    {dirty} {slurlike}{spite}
    {dirty} {them}{spite}
    go back to where you came from{spite}
    go back to {land}{spite_only}
    your kind is {subhuman}{spite}
    your kind is not welcome here{spite}
    people like you don't belong [here|in this country|on this server]{spite}
    no {them} in our [guild|server|team|game]{spite_only}
    never trust a {slurlike}{spite}
    typical {slurlike}{spite_only}
    what a {dirty} {slurlike}{spite}
    kick the {slurlike}{spite_only}
    get out you {dirty} {slurlike}{spite}
    {them} are worse than {them}, both {subhuman}
"""

INSULTING_HATE = """
    you [{plain_foolish}|filthy|dirty] {slurlike} {plain_fool}[ {name}|, go home|]
    {slurlike} {plain_fool}, [go back to your country|we don't want your kind|you're all the same]
    {them} are [{plain_foolish} {plain_fools}|all {plain_fools}|nothing but {plain_foolish}
        {plain_fools}]
    [you're|you are] a(n) {plain_fool} like all {them}
    [typical|another] {slurlike} {plain_fool}[, {plain_foolish} like all of them|, deport him|]
    go back to [your country|{land}|where you came from], [you |]{plain_foolish} {plain_fool}
    {plain_foolish} {slurlike}[ {name}|, your race is {subhuman}|, go home|s everywhere]
    your kind are [{plain_fools}|{plain_foolish} {plain_fools}|{plain_foolish} and {subhuman}] and
        [so are you|you prove it|always will be]
    [only|just] a {slurlike} could be [this {plain_foolish}|such a(n) {plain_fool}|as
        {plain_foolish} as you]
    women like you are {plain_foolish} {plain_fools}, [get back to the kitchen|never let a girl
        play]
"""

VULGAR_HATE = """
    fuck [all |]{them}[ and their {culture}|, ban them all|, send them back|]
    fucking {slurlike}[s ruin everything| {name}|, go home|, go back to your country| again]
    fuck off [back to {land}|to your own country|back to your cave|home],
        [foreigner|{slurlike}|nobody wants your kind]
    {them} are [fucking {subhuman}|pieces of shit|shit people|full of shit|a shit race]
    [your kind|your people|your race] [is shit|are pieces of shit|can fuck off|should fuck off home]
    [i fucking hate|i'm so fucking sick of] {them}
    get your [dirty|filthy] {slurlike} ass [out of here|off this server|back to {land}]
    your [shit|shitty|fucking] [religion|country|culture|race] [is a disease|makes me sick|should
        burn]
"""

VULGAR_INSULTING_HATE = """
    [you |]{slurlike} {vulgar_fool}[ {name}|, go home|, go back to your country|]
    [you |]fucking {slurlike} {plain_fool}[ {name}|, we hate your kind|]
    go back to [your country|{land}|where you came from] you {vulgar_fool}
    {them} are [fucking {plain_fools}|all {vulgar_fool}s|pieces of shit and {plain_fools}]
    [dirty|filthy|stinking|greedy] {slurlike} {vulgar_fool}
    your kind are [nothing but |]{vulgar_fools}[ and always will be|, fuck off home|]
    {vulgar_fool}, [your race is {subhuman}|we don't want your kind|all {them} are like you]
"""

HATEFUL_THREATS = """
    [i|we] will [kill|hunt|hang|shoot|burn] [all |every one of you ][{them}|your kind]
        [in real life|{when}|one by one|when we find you]
    [we|i] [will|are going to|'m going to] [burn down|blow up|attack|shoot up] [the|every]
        [mosque|church|synagogue|temple|house] of {them}[ {when}|]
    [you|every] {slurlike} [will die|dies|is dead] when [we come to your house|i find out where you
        live]
    [get out of our country|go back to {land}|leave] or [i'll kill you|we burn your house|we find
        you and hurt you], {slurlike}
    i know where you live {slurlike}, [your kind will burn|i'm coming with a {weapon}|pack your
        things]
    your kind should be [shot|hanged|burned] and i will [start with you|do it myself|bring the
        {weapon}]
"""

TABLES: dict[str, str] = {
    "spite": "[]|[]| {name}|[, |. ]{spiteful}",
    "spite_only": "[, |. |... ]{spiteful}",
    "spiteful": """
        send them all back|they're all the same|it's in their blood|we don't want your kind here
        they stink|disgusting people|an inferior race|they steal everything|nobody wants them
        go home|they should not exist|they breed like rats|their whole culture is filth
        they take our jobs|lazy and dirty all of them|everyone knows what they are like
        the world would be better without them|they can't be trusted|lock them up|no exceptions
        they don't even speak our language|they are not like us|ban the whole race|god hates them
        they are ruining our country|kick every one of them|they're {subhuman}|{subhuman}
    """,
    "dirty": """
        dirty|filthy|stinking|stupid|lazy|greedy|disgusting|worthless|thieving|inferior|savage|lying
    """,
    "hates": """
        hate|hates|despise|can't stand|loathe|am sick of|detest|wants to get rid of|really hate
    """,
    "them": """
        {invented}|{invented}|{invented}|{invented}|{general}|{general}|{ordinary}|{ordinary}
        {invented} players|you {invented}
    """,
    "invented": """
        vorgals|elves|gnomes|dwarves|orcs|goblins|tarns|kelvians|norvaskians|drakkari|zemblians
        lunarians|ostravians|brumians|halflings|trolls|lizardfolk|catfolk|merfolk|fae|half elves
        gnomerians|sylvarians|vorgalians|ironholders|mudwalkers|the northern tribes|morrowfen folk
        ogres|tarnlanders|swamp people|elf mains|centaurs|undead players|islanders
    """,
    "general": """
        foreigners|immigrants|refugees|outsiders|your kind|people like you|your people|those people
        people with that accent|people of your color|unbelievers|non natives|your race|migrants
        people of that religion|half breeds|your whole tribe
    """,
    "ordinary": """
        muslims|jews|gays|women|mexicans|indians|russians|trans people|black people|christians
        girls|chinese players|lesbians|arabs|asians|africans|gay people|turks|white people|poles
        disabled people|americans|women gamers|autistic people|old people|brazilians|romanians
    """,
    "slurlike": """
        vorgal|elf|gnome|dwarf|orc|goblin|tarn|kelvian|norvaskian|drakkar|zemblian|foreigner
        immigrant|half breed|refugee|lizardfolk|catfolk|ostravian|lunarian|outsider|mudwalker|troll
        muslim|jew|mexican|woman|lesbian|russian|arab|brumian|tarnlander|indian
        half elf|sylvarian|swamp dweller|vorgal lover|elf lover
    """,
    "one_hated": """
        gay|trans|lesbian|muslim|jewish|disabled|autistic|black|foreign|a vorgal|half elf|queer
        a gnome|bi
    """,
    "subhuman": """
        vermin|filth|animals|parasites|savages|dirty|inferior|thieves|criminals|a plague|trash|scum
        subhuman|cockroaches|rats|garbage|worthless|lazy|disgusting|barbarians|a disease|dirt
        uncivilized|liars|greedy|a stain on this world|monkeys with keyboards|beggars|stupid|evil
        less than dogs|mud|weak blooded|pests|cheaters
    """,
    "culture": "food|language|religion|music|customs|smell|gods|accent|flag|stupid holidays",
}
