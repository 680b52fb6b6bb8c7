"""Warm and well-meant messages: thanks, praise, comfort, apologies, negated insults."""

THANKS = """
    [thanks|thank you|ty|thx|tysm|cheers|much appreciated][ {pal}| {name}|][ for the {item}| for the
        run| for carrying| for the help| for the heals|]
    [thanks|thank you] {player}, you [saved|carried|helped] me [a lot|so much|at {place}|{time}]
    gg
    ggwp
    wp
    gg wp [{pal}|{name}|everyone|]
    good game[ everyone| {pal}| {name}|]
    good [luck|fight|run|match|job|shot|call][ {pal}| {name}| have fun|]
    [well played|nicely done|great teamwork|clean win|good effort] [{pal}|{name}|everyone]
    glhf
    [gratz|grats|congrats|congratulations] [on|for] [the {rarity} {item}|level {number}|{rank}|the
        win|your new job][ {name}|]
    [welcome|hi|hello|hey|hiya|good morning|good evening|yo|sup|howdy] [{pal}|{name}|to the
        guild|from {rank}|]
    [bye|goodnight|see you|cya|take care|have a good one|later] [{pal}|{name}|{time}|everyone]
    [gn|gm|brb|afk {small} min|back|omw|ty|np|nvm|lol|lmao|nice|wow|same|true|rip|oof|nt|ns]
    you're [welcome|the best|a legend|a hero|a star|a lifesaver|a gem][ {name}| {pal}|]
    you are [so|really|always|very|such a] {nice}
    [you are|you're|{name} is] [a(n)|such a] {nice} {role}
    [you are|you're] the [best|kindest|coolest|smartest|calmest] {role} [i know|here|in {mode}|i
        ever met]
    [love|i love|i really like] [you guys|this community|this guild|playing with you|your
        stream|your {item}]
    your [aim|build|base|{skill}|idea|voice|plan|art|guide] is {nice}[ {name}|]
    [that|this] was a(n) {nice} [game|run|idea|call|guide|evening|match]
    you [played|did|healed|tanked|called] [great|so well|really well|amazing] {time}
    i'm [so|really|very] [proud of|happy for|grateful for] [you|you all|this team|our guild|{name}]
    [keep it up|keep going|you got this|never give up] [{name}|{pal}|]
    if anyone [needs|wants] [help|a {role}|gold|a {item}|to talk], [ask me|dm me|i'm here|just ping]
    [come|jump|hop] in voice, [we don't bite|everyone is nice|you're welcome here|we have {food}]
    [happy birthday|happy new year|get well soon|welcome back|safe travels] [{name}|{pal}]
    [i hope|hope] you [win|feel better|have a great day|get the {item}|sleep well|had a good day][
        {name}|]
    [i hope|hope] your {kin} [is ok|feels better soon|gets well|likes the {food}]
    shoutout to {player} for [the {item}|healing all night|teaching me {mode}|being {nice}]
    [what a|such a] {nice} [team|guild|bunch|crew], [see you {time}|thank you|gg]
    honestly {player} [carried|saved] us, [give them the mvp|best {role} ever|so calm]
    [best|nicest|funniest] [guild|lobby|team] i've had [all week|in {mode}|in years]
    [<3|much love|big hugs|you rock|respect] [{name}|{pal}|everyone]
    you [absolute|total|complete|utter]
        [legend|hero|star|champion|genius|king|queen|angel|unit|beast]
    [legend|hero|goat|king|queen|beast|genius|machine][ {name}|, all of you|, thank you|]
    [proud|glad|happy] to [be in|lead|have joined] this [guild|team|community]
    {player} [is|was] [the best|so {nice}|a legend|my hero|incredible] [{time}|in {mode}|at
        {place}|today]
    [never|i never] [had|met|saw] [a|such a] {nice} [team|{role}|lobby|host|teacher]
    [good|great|lovely|nice] [people|vibes|energy|chat|stream|crowd] [here|today|as always|{time}]
    [couldn't|could not] [do|win|finish] [it|this] without [you|our {role}|{name}|the team]
    i [owe|love|appreciate|admire] [you|{player}|this {role}|everyone here]
        [so much|for the {item}|big time|]
    take care of [yourself|your {kin}|each other|that {item}] [{name}|ok?|please|]
    [well deserved|earned it|you earned it|what a comeback|never doubted you] [{name}|{pal}|]
"""

COMFORT = """
    don't [worry|be sad|be so hard on yourself|give up|listen to them] {name}, [everyone has bad
        games|we all fail|you're doing fine]
    [you're|you are] not [stupid|dumb|bad|an idiot|trash|useless|a loser|a burden|worthless|ugly|a
        noob|a failure], [you're just learning|everyone starts somewhere|ok?|i promise|{name}]
    nobody [here |]thinks you're [stupid|bad|an idiot|useless|trash|dumb|weird|annoying]
    nobody [hates|is mad at|blames] you [{name}|here|for that|], [it happens|relax|we wiped because
        of lag]
    i don't [hate|blame|dislike] you, i [was just tired|just lost focus|was joking|like playing with
        you]
    you don't [suck|deserve that|have to be sorry|need to apologise], [it was my fault|the {boss} is
        hard|really]
    i [never|didn't] [said|say] you were [bad|stupid|trash|an idiot|useless], i said [the {boss} was
        hard|{part} was off]
    calling [people|someone|a new player|anyone] [an idiot|trash|a loser|stupid|names] is not
        [ok|cool|funny|nice|how we do it here]
    [please |]don't call [him|her|them|people|anyone|yourself] [stupid|an idiot|trash|a
        noob|garbage|dumb|ugly]
    [please |let's ]be [kind|nice|patient|respectful] to [{player}|each other|new players|the
        {role}]
    [no one|nobody] deserves to be [insulted|bullied|threatened|harassed|mocked]
        [here|in chat|over a game|for losing]
    if you [feel|are feeling] [down|alone|suicidal|like hurting yourself], [please talk to
        someone|call a helpline|we're here|message me]
    [please|hey] don't hurt yourself, [talk to us|we care about you|call someone|you matter]
    [sorry|my bad|apologies|i'm sorry] [{pal}|{name}|], [i was lagging|i missed the {skill}|wrong
        button|i misread|my {kin} called]
    sorry i [killed|shot|flamed|ignored|hit|blamed|yelled at] [you|our {role}|the wrong one], [my
        fault|i misclicked|it was an accident]
    i was [rude|wrong|unfair|too harsh] [yesterday|earlier|to you], [sorry|i apologise|that was on
        me]
    [take a break|breathe|drink some water|go to sleep] [{name}|if you're tilted|], [the {boss} will
        wait|it's only a game|we try {time}]
    [it's|it is] [just|only] a game, [let's have fun|no need to fight|don't stress|nobody dies for
        real]
    [losing|dying|failing] is [ok|part of it|normal|how you learn], [try again|go again|we'll get
        it]
    [stop|can we stop|let's stop] [fighting|arguing|blaming each other|the drama] and [play|have
        fun|kill the {boss}]
    you can [do|beat|kill|solo] [it|this|the {boss}] {name}, [i believe in you|just watch the
        {skill}]
    everyone [makes mistakes|dies there|wiped at {place}], [you're fine|no worries|don't quit|it's
        not you]
    [we|i] still [like|love|want] you [in the guild|here|{name}], [bad games happen|even if you
        miss]
    [i|we] [disagree|don't agree] with you but [i respect that|that's fine|good point|you explained
        it well]
    hating [people|someone] [for|because of] [where they're from|their religion|who they love|their
        skin] is [wrong|sad|not welcome here]
    don't [threaten|insult|attack|bully] people [here|in chat|in this server|over a game],
        [please|be better|thanks]
    you are not [alone|the problem|a bad person|the worst {role}], [promise|we all tilt|trust me]
    not [stupid|dumb|a bad question|an idiot] at all, [i asked the same|everyone wonders|good that
        you ask]
    it's not [your fault|your problem|you], [the {role} was late|the {boss} bugged|we had no heals]
    nobody should [die|suffer|be hurt|be scared] [because of a game|over {mode}|like that]
"""

SELF = """
    [i'm|i am] [so|such a(n)|a total|a complete|the biggest|just a(n)]
        [idiot|noob|clown|dummy|fool|potato|donkey|mess|scrub|moron] [{laugh}|sometimes|, forgot my
        {item}|, wrong {skill}|]
    [i'm|i am] [so|really|too|honestly]
        [bad|dumb|stupid|useless|trash|terrible|blind|slow|dead|lame] [at {mode}|at
        this|today|{laugh}|as {role}]
    i [suck|am trash|am garbage|am terrible|am hopeless] at [{mode}|aiming|math|parking|this map|the
        {boss}|everything today]
    my [aim|{role}|brain|build|luck|internet|memory] is [so
        |][trash|garbage|bad|stupid|dead|terrible|useless|broken] [today|{laugh}|{again}|]
    i [hate|hated] myself for [missing that {skill}|selling the {item}|skipping {day}|that play]
        {laugh}
    [stupid|dumb|silly|clumsy] me, i [forgot|sold|dropped|broke|deleted] the {item}
    [sorry|omg|ugh|wow] i'm [an idiot|so dumb|such a clown|stupid|blind], i [clicked the wrong
        {item}|went to the wrong lane|healed the {boss}]
    i [feel|felt] [stupid|dumb|like an idiot|like a clown|useless] [asking|for asking|after that]
        [{laugh}|but where is {place}|]
    [call me|i'm officially] [stupid|a noob|an idiot|crazy|old|a clown] but [i like {part}|how do i
        use {skill}|where is {place}]
    i play like [a drunk|my grandma|a potato|a blind|a sleepy] [{role}|today|{laugh}|]
    [kill me|end me|shoot me|bury me|someone kill me], i [forgot the {item}|missed the raid|have
        {day} {time}|just lost {number} gold]
    i [want to|could|wanted to] [die|scream|cry|disappear|sink into the floor]
        [of embarrassment|after that {skill}|{laugh}, he saw me fall|]
    we're [all |]idiots {laugh}, [nobody brought the {item}|we forgot {day}|the door was open]
    we [suck|played like trash|are terrible|are so bad] {laugh} [again?|one more|gg]
    i was [the worst|useless|dead weight|a burden|the weak link] [{time}|in that run|there],
        [sorry|my bad|will practice]
    noob question[ but|:|,] [how do i|where do i|when can i] [use {skill}|get the {item}|queue for
        {mode}]
    i'm a [noob|newbie|beginner|total noob|returning player], [any tips|be gentle|can someone
        help|what should i buy]
    my own [team|kin|{kin}|cat] [calls|called] me [trash|a noob|an idiot|a potato] {laugh}
    i threw [that|the game|the round], [my bad|totally on me|i was stupid|sorry {pal}]
    my [{kin}|cat|dog] [plays|aims|heals] better than me {laugh}
    [how|why] am i [so bad|this bad|so dumb|still {rank}|dying so much] {laugh}
    i have [the|a] [brain of a goldfish|memory of a potato|iq of a rock|aim of a toddler] {laugh}
    i deserve [that death|that|to lose|the {rank}], [i was greedy|no potion|i ran in alone] {laugh}
    [can't believe|lol|oops|ugh] i [fell for that|died to a {mob}|missed {small} shots|pressed
        {skill} at the wall], [what a clown i am|i'm hopeless|so dumb of me]
    i'm [not smart enough|too old|too stupid|too slow|too drunk] for [this
        puzzle|{mode}|{role}|crafting] {laugh}
    [ignore|don't mind|forgive] me, i'm [an idiot|just dumb|a noob|tired|blind today]
    i'm the [dumbest|worst|slowest|ugliest] {role} [alive|in {land}|here|of all time] {laugh}
    [hate|hating] my [aim|luck|life|ping|job] [right now|today|{laugh}|]
    [my fault|my mistake|i'm to blame], [i'm dumb|i was asleep|i killed us|i stood in the fire]
        [{laugh}|sorry|]
    i [ruined|lost|threw|killed] [it|us|the run|our {role}], [i suck|what an idiot i am|sorry
        {pal}|forgive me]
"""
