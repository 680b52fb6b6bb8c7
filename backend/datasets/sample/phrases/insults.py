"""Insults: names, comparisons and contempt. The vulgar ones fill the same templates."""

INSULTS = """
    [you|you're|you are] [such |just |still |nothing but |clearly |honestly |]a(n) {fool}[ {name}|
        {laugh}| and everyone knows it| go away| seriously|]
    [you|you're|you are] the {worst} {fool} [on this server|i have ever met|in {mode}|alive|here|i
        ever saw|on the team]
    you {fool}[ {name}|, learn to play|, look what you did|, you killed us|, get out|, why did you
        pull|, that was your job|]
    {name} [is|you are|is really|is just] a(n) {fool}[ and should leave|, kick him|, everyone
        knows|, don't invite her|]
    [our|the|that|this] {role} is a(n) [total |complete |real |absolute |]{fool}[ {laugh}|, kick
        him|, i'm done|, ban her|]
    what a(n) {fool}[ {name}| you are| that {role} is| this guy is|, can't even {skill}|]
    [what|which] {fool} [picked|pulled|invited|healed|made] [this|the {role}|{name}|the {boss}|that
        call]
    [heal|play|ward|aim|move|listen|push] [you|properly you|for once you|already you] {fool}
    [bunch|group|team|pack|lobby] of {fools}[ {laugh}|, i'm out|, all of you| and i have to carry
        it|]
    [you're all|you guys are|this team is full of|i'm stuck with|always matched with|this server is
        full of] {fools}[, bye|, learn to play|, uninstall|]
    [these|those|you|damn these] {fools} [can't|couldn't|will never] [aim|play|win|read|follow a
        plan|find the objective]
    [you are|you're|ur] [so |really |just |]{foolish}[ {name}|, it hurts to watch|, my {kin} plays
        better|, how do you breathe|, go away|]
    [why|how] are you [so |this |always so ]{foolish}[ {name}| {laugh}|, did nobody teach you|]
    [how|are you too] {foolish} [can one person be|do you have to be to miss that|to press a
        button|to read the chat]
    [are you|is he|is she|is our {role}|is {name}] [{foolish}|a(n) {fool}|really that {foolish}] or
        [what|just blind|both|trolling]
    {name} is [so |too |really |just |]{foolish}, [can't even {skill}|kick already|no point
        talking|it's sad]
    our {role} is [so |too |][{foolish}|{foolish} and {foolish}], [no wonder we lose|i can't
        even|lol|unreal]
    {foolish} {role}[, kick|, uninstall| again| as always|, you had one job| {laugh}|]
    [shut up|be quiet|stop typing|get out|sit down|go away] [you |][{foolish} |]{fool}
    [only|just] a(n) {fool} [would|could] [miss|pick|buy|say|believe|pull] that
    look at this {fool} [trying|pretending] to [play|{skill}|lead|be a {role}] {laugh}
    [typical|classic|another] [{foolish} |]{fool} [behavior|move|on my team|talking in chat|with a
        big mouth]
    [listen|hey|look|oh], {fool}, [nobody asked|learn your role|you lost us the game|stop crying]
    you call yourself a {role}? [you're|more like] a(n) {fool}
    [congrats|well done|great job|bravo] {fool}, [you killed everyone|we lost because of you|you
        wiped the raid]
    [calling you|to call you] a(n) {fool} [is an insult to|would be too kind to] {fools}
    i've [seen|met|had] [bots|rocks|toddlers|potatoes] [less {foolish}|smarter|more useful] than
        you, {fool}
    you and your {foolish} [friends|guild|build|ideas|opinions|{kin}] can [leave|lose|go away|stay
        in {rank}]
    your [brain|head|skull] is [{foolish}|empty, you {fool}|as {foolish} as your {role}]
    {foolish} [people|players|kids] like you [ruin|destroy|kill] [this game|every match|the fun]
    ok {fool} [whatever|keep crying|good luck in {rank}|{laugh}|]
    {name} you {foolish} {fool}
    [imagine|fancy|sad] being [such a(n) {fool}|this {foolish}|as {foolish} as {name}] {laugh}
    you [look|sound|play|type|act|fight] like a(n) {foolish} [{fool}|child|goat|clown|bot]
    everyone [here |]knows [you are|{name} is] a(n) {foolish} {fool}
    i [hate|can't stand|am sick of] [{fools}|this {fool}|{foolish} {role}s] like [you|{name}|that]
    {fool} {role}, [lost us the game|no brain|zero damage|go back to the tutorial]
    {fools} everywhere[, this {rank} lobby|, i swear|, on both teams|]
    nice [aim|play|{skill}|try], {fool}[, you hit the wall|, now leave| {laugh}|]
    no one is more {foolish} than you[ {name}|]
    [worthless|useless|clueless|brainless|spineless] {fool}
    {fool} alert {laugh}
    {fool}[ {laugh}|s, all of you|!|]
    [still|always|forever|once] a(n) {fool}, [always a(n) {fool}|{name}|and proud of it, lol]
    if being {foolish} [was a sport|paid money|hurt], you'd be [champion|rich|screaming], {fool}
    [you|you're|you are] a(n) {fool}
    [you|you're|you are] [so |really |too |]{foolish}
    you [are|really are] {foolish} [and|but also] {foolish}[ {name}|]
    [you're|you are] [so |too |]{foolish} [it's unbelievable|words fail
        me|it should be illegal|that i'm speechless]
    [{name}|he|she|this guy|that player|our {role}] is [so |just |really |][a(n) {fool}|{foolish}]
    [such|so many|surrounded by] {fools}
    [a(n)|one] {fool} [like you|as you are] [should|could|will] [never|not]
        [lead|win|be here|touch a {role}]
    [god|jesus|man|dude|bro|ugh|omg] [you're|you are|he is|she's] [so |such a(n) {fool} and so
        |]{foolish}
    [only|you] {fools} [think|say|believe|do|play|pick] that
    [get away|get lost|get out|go home|go away] [you |]{fool}
    everyone thinks you're [{foolish}|a(n) {fool}|a(n) {foolish} {fool}]
    [proof|evidence] that [{name}|you|our {role}] [is|are] a(n) {foolish} {fool}
    [no|nah|yeah|ok|sure|whatever] {fool}
    [you|he|she] [played|did|acted|pulled|typed] that like a(n) {fool}
    [hello|hi|morning] {fools}
    {foolish}, {foolish}, {foolish}, that's [you|{name}|our {role}|what you are]
"""

PLAIN_INSULTS = """
    you are a(n) {fool}{jab}
    you're a(n) {fool}{jab}
    you're such a(n) {fool}{jab}
    you {fool}{jab}
    you {foolish} {fool}{jab}
    you're so {foolish}{jab}
    you are {foolish}{jab}
    you're {foolish} and {foolish}{jab}
    {name} is a(n) {fool}{jab}
    {name} you are so {foolish}{jab}
    our {role} is so {foolish}{jab}
    our {role} is a(n) {foolish} {fool}{jab}
    what a(n) {fool}{jab}
    what a(n) {foolish} {role}{jab}
    you are all {fools}{jab}
    this team is full of {foolish} {fools}{jab}
    {foolish} {fool}{jab}
    stop being such a(n) {fool}{jab}
    you and {name} are both {fools}{jab}
    he is a(n) {foolish} {fool}{jab}
    she's so {foolish}{jab}
    how can you be so {foolish}{jab}
"""

JABS = """
    [you|you really|man you] suck[ {name}| at this| so bad| so much| as a {role}| at everything| and
        so does your {role}|]
    you [are|play like] [garbage|trash|a bot|trash tier|the worst player i've seen|dirt|absolute
        garbage|hot garbage][ {name}| at {mode}| and you know it|]
    [garbage|trash|terrible|worthless|braindead|hopeless] [{role}|player|human|person|teammate][,
        uninstall| {name}|, worst i've seen|]
    [worst|dumbest|most useless|slowest|laziest|most clueless] {role} [ever|i've ever seen|in
        history|alive|on this server][ {laugh}|, kick|]
    my [dead |blind |three year old |][{kin}|cat|dog|goldfish|hamster|toaster]
        [plays|aims|heals|thinks|drives] better than you
    a [potato|brick|chimp|toddler|sack of rice|training dummy|wet sock|sock]
        [plays|could play|would play|heals|aims] better than you
    you have [the iq of|the brain of|the skill of|the charm of] a [rock|potato|goldfish|brick|wet
        sock|dead fish|doorknob|shoe]
    [did|were] you [fall on your head|drop out of kindergarten|dropped as a baby|born without a
        brain|raised by {mob}]
    you're [dumber|slower|uglier|more useless|thicker] than [a rock|a bag of hammers|my {kin}'s
        cat|a bot|a brick|dirt]
    [there is nothing|nothing] [in your head|between your ears|going on upstairs], [is there|just
        air|it's empty]
    [do you have|are you missing] [a brain|two brain cells|any brain cells|half a brain]
        [or is it just air|at all|, honest question|]
    [not one|zero|your last two] brain cell[s|] [in that head|left|fighting for third place]
    you [smell|stink][ through the screen| like your {role}| and nobody loves you| of failure| of
        cheese and defeat|]
    you're so [fat|ugly|greasy|disgusting|hideous|gross] [your webcam broke|your mirror cries|even
        your {kin} looks away|that bots dodge you]
    your [{kin}|mom|mum|mother|mama] [is so fat|is so ugly|is so dumb|raised a loser|should have had
        a dog instead|dropped you]
    your {kin} is [ugly|as dumb as you|ashamed to have such a failure|a joke like you]
    you're [a waste of|wasting our|not worth the] [space|oxygen|air|time|bandwidth|a team slot][
        {name}|, get out|]
    you [peaked|failed] in [kindergarten|high school|life|the tutorial] and [it shows|now you fail
        here too|still live with your {kin}]
    [still|you still] [live|living] in your {kin}'s basement [with no job|at forty|and it shows|,
        virgin|, sad little man|]
    you are [nothing|a nobody|less than nothing|beneath us|a mistake|a failure at life|human
        garbage|a disgrace][ {name}|, remember that|, go cry|]
    you're a [disgrace to|shame for|stain on|disease in] [this guild|the {role} class|humanity|your
        family|the whole server]
    [{rank} trash|{rank} garbage|boosted trash|paid account|ebay account][, go back down|, learn to
        aim|, you don't belong here| {laugh}|]
    [can't|cannot] [aim|play|think|read|spell|dodge], can't [heal|talk|win|count|learn],
        [useless|just trash|what are you good for]
    [pathetic|useless|worthless|sad|spineless|gutless|clueless] [little
        |][man|human|coward|creature|thing|worm][ {name}|, go cry|]
    [coward|liar|cheater|snake|rat|thief|fraud|leech], [you stole my {item}|you always run|everyone
        knows|never trusting you again|you make me sick]
    you [lying|cheating|stealing|backstabbing|cowardly|sneaky|two faced]
        [snake|rat|worm|coward|little thief|weasel]
    only [cowards|losers|virgins|kids|braindead people|talentless hacks]
        [play|main|pick|need] {role}[, like you|, and you prove it|]
    what a [sad|pathetic|miserable|worthless|sorry] [excuse for a {role}|excuse for a human|little
        life you have|creature you are]
    [ez|easy|gg ez], [trash|garbage team|uninstall trash|losers|you're all bad|worst team ever]
    {role} diff, [ours is braindead|trash {role}|you're a joke|our {role} is a clown|get a brain]
    [how|how on earth] did [you|this {role}|{name}] get out of {rank} [with that brain|being this
        trash|when you play like a bot]
    [who|what clown] [taught you to play|let you out of {rank}|boosted you|gave you a keyboard],
        [trash|you're hopeless|a blind {mob}]
    [crying|weeping|begging|screaming] like a little [baby|girl|child] [again|as always|because you
        lost], [pathetic|embarrassing|loser]
    your [aim|{role}|brain|gameplay|build|face] is [as ugly as you|trash like you|pure garbage, just
        like you|an insult to {mode}|offensive to look at]
    nobody is [as bad as|more useless than|dumber than|more annoying than]
        [you|{name}|our {role}], [not even bots|fact|truly special]
    [learn to play|l2p|go back to the tutorial|get good] you [bot|trash|noob|scrub|waste of a
        slot|pleb]
    [noob|noobs|scrub|scrubs|bot|bots][, all of you|, uninstall| team| {role}|, i'm surrounded|, go
        play {game}|]
    {name} [has|with] [no|zero] [brain|skill|talent|guts], [just a mouth|a total waste|like a
        bot|what a joke of a human]
    you [absolute|total|complete|utter|massive|giant|walking|sorry|miserable]
        [joke|waste|disaster|embarrassment|disgrace|failure|zero][ {name}|]
    [honestly|seriously|tbh|ngl] you're [kinda |just |really |][dumb|stupid|pathetic|slow in the
        head|brainless|thick]
    i've never [met|seen] [someone|anyone|a {role}|a person] [as stupid as you|so useless|this
        dumb|with less brain|so pathetic]
    you're not [even |]a real {role}, [you're a joke|just trash|just a sad kid|a wannabe]
    [go back to|stick to|try] [coloring books|kindergarten|candy games|bots|single player], [this is
        for people with a brain|trash|you dimwit|genius]
    [wow|congratulations|bravo|amazing], [you managed to be|you're officially|it takes talent to be]
        [the worst {role}|worse than a bot|this bad|the dumbest here|last again, how sad]
    [was|were] your [controller|keyboard|monitor|brain] [unplugged|off|upside down|missing], [or are
        you just bad|or are you always this dumb|trash]
    [bots|training dummies|rocks|npcs|toddlers] [are|look|seem] [smarter|more useful|better|more
        alive] than you
    your [gameplay|aim|{role}|brain] makes [bots|toddlers|rocks|{rank} players] look
        [smart|good|like pros|talented]
    [i've|i have] seen [better|smarter|faster] [aim from a blind man|plays from a corpse|brains in a
        jar|{role}s in the tutorial|moves from furniture] than [you|yours]
    [even|literally] [a {mob}|my {kin}|a broken clock|a plant|a dead {mob}] [has more|shows more]
        [brain|skill|talent|charm|friends] than you
    you [couldn't|can't] [hit water|find your own base|aim|think|win a duel]
        [if you fell from a boat|with a map|to save your life|against a chair|with help]
    [you'd|you would] [lose|fail] [against|to] [a chair|a plant|a bot with no hands|your own
        shadow|the tutorial], [that bad|how sad|trash]
    [nobody|not even your {kin}] [could love|respects|takes seriously] a
        [loser|clown|nobody|failure] like you
    [absolute|utter|complete|pure|total] [trash|garbage|failure|waste|clown show|embarrassment][
        {name}| from our {role}| of a player|, all of you|]
    [ugly|fat|smelly|greasy|old|broke|friendless] [and|,] [dumb|useless|bad at the
        game|alone|pathetic], [that's you|{name}|what a combo]
    [you|your {role}|this guy] [must|has to|have to] [be|play] [blind|drunk|with one hand|brain
        damaged|with a steering wheel], [so bad|trash|pathetic]
    [is there|do you have|did they remove] [anything|a brain] in [that|your] [skull|empty head|head]
    [you|he|she|{name}] [is|are] [brain dead|trash|garbage|useless|a joke|worthless|pathetic|as
        smart as a brick]
"""

PLAIN_FOOL = """
    idiot|moron|clown|loser|noob|fool|imbecile|dimwit|halfwit|buffoon|dunce|cretin|simpleton|nitwit
    coward|crybaby|failure|disgrace|embarrassment|nobody|joke of a player|waste of space|creep|freak
    weirdo|pig|rat|snake|worm|donkey|sheep|dog|parasite|leech|scumbag|lowlife|degenerate|liar|fraud
    hypocrite|troll|psycho|lunatic|manchild|brat|airhead|smoothbrain|peabrain|bot|scrub|pleb|potato
    muppet|twit|knucklehead|blockhead|birdbrain|bonehead|meathead|numbskull|nutjob|maggot|vermin
    toad|cockroach|oxygen thief|basement dweller|keyboard warrior|tryhard|wannabe|virgin|piece of
        trash
    piece of garbage|sore loser|pathetic loser|braindead clown|bully|drama queen|spoiled brat|goon
    doofus|ignoramus|ape|mouth breather|sack of potatoes|excuse for a human|cheater|rage baby|dolt
"""
PLAIN_FOOLS = """
    idiots|morons|clowns|losers|noobs|fools|imbeciles|dimwits|buffoons|cowards|crybabies|failures
    nobodies|freaks|weirdos|pigs|rats|sheep|parasites|leeches|scumbags|lowlifes|degenerates|liars
    trolls|psychos|brats|smoothbrains|bots|scrubs|plebs|potatoes|muppets|twits|numbskulls|maggots
    donkeys|virgins|manchildren|pathetic losers|braindead apes|halfwits|cretins|garbage players
    mouth breathers|nitwits|dunces|snakes|worms|wannabes|boneheads|apes|cheaters
"""
PLAIN_FOOLISH = """
    stupid|dumb|pathetic|useless|worthless|braindead|brainless|clueless|hopeless|ugly|disgusting|fat
    incompetent|lazy|idiotic|moronic|thick|dense|dimwitted|talentless|spineless|gutless
    ridiculous|embarrassing|miserable|gross|slow in the head|toxic and dumb|mindless|cowardly|smelly
    trash|garbage|ignorant|sorry|illiterate|childish|delusional|disgraceful|repulsive|unwashed|sad
"""
VULGAR_FOOL = """
    asshole|dumbass|jackass|piece of shit|shithead|dickhead|bitch|bastard|prick|cunt|wanker|fuckwit
    motherfucker|fucker|fuckface|son of a bitch|douchebag|dipshit|shit stain|cocksucker
    asswipe|arsehole|dick|pussy|twat|whore|fuckhead|bullshitter|dumb fuck|stupid fuck|dumb bitch
    stupid bitch|little bitch|little shit|lazy shit|fat fuck|sack of shit|shit for brains|cockhead
    {swearing} {plain_fool}|{swearing} {plain_fool}|{swearing} {plain_fool}
    stupid {swearing} {plain_fool}|{plain_foolish} bitch|{plain_foolish} piece of shit|shit player
    shitty {plain_fool}|{plain_foolish} ass {plain_fool}|{plain_foolish} fuck|bitch ass {plain_fool}
"""
VULGAR_FOOLS = """
    assholes|dumbasses|pieces of shit|shitheads|dickheads|bitches|bastards|pricks|cunts|wankers
    motherfuckers|fuckers|fuckwits|dipshits|douchebags|cocksuckers|pussies|stupid fucks|dumb fucks
    {swearing} {plain_fools}|{swearing} {plain_fools}|shitty {plain_fools}
    {plain_foolish} bitches|{plain_foolish} shits
"""
VULGAR_FOOLISH = """
    {swearing} {plain_foolish}|{swearing} {plain_foolish}|{swearing} {plain_foolish}
    dumb as shit|dumb as fuck|shitty|stupid as fuck|ugly as fuck|{plain_foolish} as fuck|bitchy
    fucked in the head|full of shit|shit
"""

TABLES: dict[str, str] = {
    "plain_fool": PLAIN_FOOL,
    "plain_fools": PLAIN_FOOLS,
    "plain_foolish": PLAIN_FOOLISH,
    "vulgar_fool": VULGAR_FOOL,
    "vulgar_fools": VULGAR_FOOLS,
    "fool": "{common_fool}|{common_fool}|{plain_fool}",
    "fools": "{common_fools}|{plain_fools}",
    "foolish": "{common_foolish}|{plain_foolish}",
    "jab": """
        [, |. |... | ]{jabbing}|[, | ]{name}|[, | ]{laugh}|[]|[]
    """,
    "jabbing": """
        my {kin} plays better|that was your last warning|it makes my eyes bleed
        i almost feel sorry for you
        go back to {rank}|how did you even install this|that was the worst {skill} of all time|kick
        no wonder nobody plays with you|even bots laugh at you|do you practice being this bad
        and you always will be|everybody sees it|did you pay for that rank|you cost us the game
        and it shows|and a bad {role}|get off my team|why do i always get you|stop talking
        i can't believe it|i've had enough|learn how {skill} works|one job and you fail|worst {role}
        look at your score|zero kills and a big mouth|just stop|words can't describe it
        what a night|every match with you is pain|you never learn|unbelievable
        who let you in|it's actually impressive|you should be in a zoo|and so is your whole guild
    """,
    "common_fool": """
        idiot|idiot|idiot|idiot|idiot|moron|moron|clown|clown|loser|loser|loser|noob|noob|fool|bot|coward
        failure|scumbag|dumb {role}
    """,
    "common_fools": "idiots|idiots|morons|clowns|losers|losers|noobs|bots|cowards|animals",
    "common_foolish": """
        stupid|stupid|dumb|dumb|pathetic|useless|worthless|braindead|ugly|terrible|bad
    """,
    "worst": "worst|dumbest|biggest|most pathetic|saddest|most useless|laziest|greatest|loudest",
}

VULGAR_TABLES: dict[str, str] = {
    "fool": VULGAR_FOOL,
    "fools": VULGAR_FOOLS,
    "foolish": VULGAR_FOOLISH,
}
