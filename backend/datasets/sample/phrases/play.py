"""Play itself: tactics, fights and boasts that sound violent or rude and harm nobody."""

TACTICS = """
    [kill|nuke|burn|focus|drop|shoot|hit|stun|ignore|execute|delete|melt] the {target}[ first| next|
        now|]
    [kill|murder|slay|destroy|wipe out] [all|every] the {mob} [in|near|around|at] {place}
    [everyone|all] [shoot|attack|hit|burst] the {target} [on my mark|when the shield drops|now|at
        30%]
    [don't|do not|never] [kill|shoot|attack|hit|touch] the {target} [yet|before the {mob} are
        dead|first]
    i'll [kill|shoot|distract|flank|bait|pull|take out] the {target}, you [take|hold|watch] {place}
    you [kill|shoot|take|bait] the {target} and i'll [kill|shoot|handle|stun] the {mob}
    we have to kill [them|him|her|it] before [the timer ends|they respawn|the {mob} spawn|reset]
    [someone|can someone|please someone] kill [that|the] {target} already
    {role}s [stay back|die first|go in|watch out], the {boss} [one shots|kills|stuns] you
    if you stand in the [fire|poison|red circle] you [die|will die|are dead]
    [run|hide|back off|get out|leave], {role} [is coming|is behind you|is hunting you|is at {place}]
    they're [hunting|chasing|camping|tracking] you at {place}, [watch your back|run|stay
        low|careful]
    [watch your back|behind you|he's behind you|don't die], [sniper|{role}|{mob}] at {place}
    i know where [they are|he is|their base is|the {target} is hiding], [follow me|push
        {place}|let's go]
    let's [hunt|ambush|gank|trap|jump|raid|rob|burn] the {target} at {place}
    [burn|blow up|destroy|smash|torch] [their|the] [base|house|tower|nexus|wall|gate|village] and
        [push|run|win]
    headshot the {target} [then|and] [rush|push|hold] {place}
    we should [attack|kill|bait|rush] [from|at] {place}, they have no {role}
    wait for my {skill} then [kill|burst|shoot|drop] the {target}
    save your {skill} for the {boss}, not the {mob}
    pull the {mob} to {place} and [slaughter|aoe|nuke|kill|blast] them all
    [focus|kill|mark] {name}, [he's|she's|they're] [low|one shot|almost dead|at {small} hp]
    {name} is [low|one shot|weak|half dead], [kill him|kill her|finish it|get them|shoot]
    stop shooting the {mob}, [shoot|kill|hit] the {target}
    stop [feeding|pushing|chasing] {place} and [group up|defend|wait for {role}], please
    who is [tanking|healing|killing|bombing] the {target}
    [is|was] the {boss} [dead|killed|down] yet
    the {boss} dies [fast|quick|in seconds] if you [shoot|stab|hit] the [eyes|head|core|tail|legs]
    {skill} kills [the|every] {mob} in one hit
    [plant|defuse|guard] the bomb at {place}, i'll [shoot|kill|hold] anyone who comes
    we need to [murder|kill|get rid of] the {role} before [he|she|it] [heals|revives] the {boss}
    [kill|end|finish] me [so|and] i [respawn|come back] at {place}
    just let [the {mob}|it|the {boss}] kill you, [respawn is faster|it's quicker|you keep the loot]
    die on purpose [at|near] {place} so [we can reset|the {boss} resets|we skip the walk]
    sacrifice the {role}, [we|i] need the {item}
    [gank|attack|raid|invade] {place} [in|at] {small} [sec|seconds|minutes]
    cut off his head [animation|quest] first, then [loot|burn] the body
    execute at {place} [{time}|now|go], smokes [out|ready]
    choke them at {place} and don't let anyone [live|out|escape]
    [stab|poison|snipe|burn] the {target} from behind, [he|it|she] won't [see|notice|survive]
    i'm coming for the {boss}, [bring|grab] your {item}
    we will [find|hunt|track down] the {boss} and [we will |][end|kill|loot|beat]
        [it|him|her] {time}
    [next round|this round|next time] we [kill|crush|destroy|bury] them at {place}
    [you|{name}] [go|hold|take|push|watch] {place}, [i|we] [go|hold|take|push|watch] {place}
    [rotate|push|fall back|retreat|regroup|go|run|hide] [to|at|from] {place}[ now| and kill the
        {target}|, quick|]
    [enemy|{role}|{mob}|two of them|three] [at|behind|inside|above|under] {place}, [shoot|kill on
        sight|hold|let them come]
    i need [heals|a {role}|cover|backup|ammo|you here] at {place} [now|please|or i die|to kill it]
    [kill|shoot|gut|smoke|pop|bop|end] [him|her|it|them] [now|first|before {skill}|at
        {place}|fast|quick]
    [he|she|it|{name}] [has|is|used] [no {skill}|no ult|{small} hp|blind|{skill}], [kill|go
        in|finish|attack]
"""

FIGHTS = """
    i [just|finally|almost|] [killed|slew|murdered|destroyed|beat|slaughtered] the {boss}[ solo|
        with {small} hp| {laugh}|]
    i got [killed|murdered|destroyed|stabbed|shot|one shot|wrecked|obliterated|eaten|slapped] by
        [the {boss}|a {mob} pack|{name}|some {role}]
    you got [destroyed|murdered|wrecked|deleted|smoked|clapped|cooked|bodied|owned|rekt|dunked on]
        [by the {boss}|there|at {place}|] {laugh}
    [we|they|you guys] got [destroyed|slaughtered|massacred|wiped|steamrolled|crushed|rolled]
        [at {place}|by the {mob}|in {mode}]
    {name} [murdered|killed|destroyed|deleted|one tapped|slapped|headshot] me [{small} times|at
        {place}|again|through the wall]
    i [died|keep dying|died again] [at|in|near] {place}[ {laugh}|, my bad|, sorry|]
    you [died|killed me|shot me|stabbed me|blew me up] [again |]{laugh}
    why did you [kill|shoot|stab|blow up|burn] [me|our {role}|the {target}|my {item}] {laugh}
    [the|that] {boss} [is|was] [brutal|savage|a beast|a
        monster|insane|evil|terrifying|disgusting|deadly]
    [this|that|the] [raid|fight|boss|dungeon|level|map|mode|season] [is|was]
        [brutal|savage|insane|sick|nasty|evil|hell|murder]
    that [{skill}|shot|play|snipe|clutch|combo|kill] was {hype}[ bro| man| {name}|]
    what a[n|] {hype} [shot|play|kill|fight|match|save|game]
    you are [{hype}|a monster|a beast|a machine|a killer|an animal|a demon|a menace|a savage|too
        good] with [that|the] {item}
    your {role} is [{hype}|deadly|terrifying|too strong|a monster]
    i'm [dying|dead|crying|screaming|deceased] {laugh}[ that was so funny|, that {role}|, look at
        {name}|]
    [this|that|{name}] [killed|kills|is killing] me {laugh}
    i'm so dead [if|when] my {kin} [finds out|sees this|catches me playing]
    my {kin} [is going to|will|would] kill me if i [skip|miss|forget] {day} [for this|again|]
    {day} is [killing|destroying|murdering] me[ today| this week|]
    i would kill for [that {item}|some {food}|a {rarity} {item}|a day off|a good {role}]
    i [shot|stabbed|burned|poisoned|bombed|hanged|drowned] {small} {mob} [for|with]
        [the|a] {rarity} {item}
    [my|our] {role} [murdered|destroyed|carried|slaughtered] [them|everyone|the whole team] {laugh}
    we [slaughtered|murdered|demolished|crushed|buried|roasted] them [at|in] {place}
    i'm going to [murder|kill|destroy|wreck|smash] [this|that|the] {boss} {time}
    i want to [kill|slay|hunt|fight|beat] the {boss} [so bad|{time}|with you guys|before i sleep]
    i'll [hunt|kill|farm|destroy] {mob} until [the {item} drops|i hit level {number}|reset]
    {number} kills [and|with] {small} deaths, [i'm on fire|what a game|i was cracked|not bad]
    got a [pentakill|triple kill|quad kill|killing spree|double kill] with {skill}
    my [kill count|kd|body count|killstreak] is {number} [this season|{time}|]
    the {role} [bled out|burned to death|exploded|fell to his death|got eaten] at {place}
    blood [everywhere|all over {place}], [love this map|great fight|what a fight]
    {boss} [ate|crushed|burned|roasted|killed] our {role} [again|{laugh}|in one hit]
    that {skill} hit me like a truck {laugh}
    he [shot|killed|murdered] me [through the wall|from {place}|while i was afk|in the face] {laugh}
    the way you [killed|destroyed|embarrassed|bullied] that {boss} was {hype}
    [another|one more] death at {place}, [i give up|i need {food}|i'll try {time}]
    death count: {number}. [still fun|worth it|send help|we keep going]
    {small} seconds left and {name} [kills|killed|shot] the {target}, i [screamed|lost my mind|can't
        breathe]
    you absolutely [destroyed|killed|crushed|murdered|nailed] it[ {time}| at {place}| with that
        {skill}|]
    did you see me [kill|murder|snipe|punt|yeet] that {target}
    [sick|nasty|filthy|deadly|lethal|killer] {skill}[ {name}| bro| man|]
    i was one hit from death and you [saved me|healed me|killed it]
    the {boss} will kill you [in one hit|if you stand there|unless you {skill}]
    [he|she|{name}] is gonna [kill|destroy|eat] us at {place} {laugh}
    [killed|slain|wiped|deleted|destroyed] by [a {mob}|{name}|the {boss}|my own {skill}|fall damage]
        [at {place}|again|{laugh}|]
    [dead|died|down|i'm down|we're dead] [at {place}|, need a res|, {small} left|again|{laugh}]
    {name} [is dead|died|got shot|got killed|down], [revive him|{role} help|they're at {place}|run]
    [shots fired|explosions|gunfire|screams] [at|near] {place}[, careful|, someone died|]
    your [grave|corpse|body|ghost|remains] is [at|near] {place}, [loot it|{laugh}|run back|i have
        your {item}]
    [die|burn|fall|rot|perish], [foul {boss}|{mob}|you overgrown {mob}|evil {boss}|{boss}]
    [you shall|none shall|thou shalt] [not pass|die by my {item}|fall, {boss}|feel my {skill}]
    this {item} [kills|hits|shreds|slaps|cuts|murders] [everything|{mob}|the {boss}|tanks]
        [in seconds|so hard|]
    [murder|kill|death|assassination] [mystery|quest|cam|screen|match|contract]
        [is up|at {place}|is my favorite|bugged|{time}]
    my {role} is a [murder machine|serial killer of {mob}|glass cannon|beast|killing machine] now
    [poisoned|stabbed|cursed|set on fire|hunted] by [{mob}|the {boss}|a {role}]
        [for {small} minutes|and survived|{laugh}]
    [we|i] [hanged|executed|burned|sank|robbed|looted] [the pirate king|the {boss}|their ship|a
        bandit camp] [in the story|{time}|for the {item}]
"""

BANTER = """
    gg ez
    gg easy
    ez clap
    ez game
    get rekt {laugh}
    rekt
    [you're|you are|ur] [going down|toast|finished|next|mine] [in {mode}|{time}|at {place}]
    [you|your team] [can't|won't|could never] beat [us|my {role}|this team] {laugh}
    [we're|i'm] coming for [you|your {rank} spot|that trophy|first place] {time}
    [we|i] will [crush|destroy|smash|beat|bury|own] you in [{mode}|the finals|the rematch|the
        tournament] {laugh}
    [prepare|get ready] to [die|lose|be destroyed|get owned] in {mode}, {name}
    [rematch|1v1 me|duel me|fight me] [{time}|at {place}|in {mode}], [loser|winner|last one] buys
        {food}
    [bring it on|come at me|try me|catch me if you can], {name} {laugh}
    [too easy|that was easy|easy win|free win|free elo], [next|who's next|gg|again?]
    [outplayed|outskilled|owned|schooled|pwned] [again|by a {role}|{laugh}|]
    [i'm|we're] [unstoppable|unbeatable|on fire|built different|too good] {time}
    see you in the [arena|finals|graveyard|loser bracket] {name}, [bring tissues|good luck|hope you
        practiced]
    you're [lucky|so lucky] [i was lagging|my {skill} missed|your {role} carried]
    my {kin} [beat|beats] me at [{game}|{mode}|this] every [day|time|week] {laugh}
    that [win|kill|round] was [stolen|pure luck|robbery|ours], [rematch|gg anyway|well played]
    scared[?| of my {role}?| of a little {skill}?] {laugh}
    [not bad|pretty good] for a [{rank}|{role} main|{game} player] {laugh}
    you hit like a [pillow|wet noodle|feather] {laugh} [love you|gg|heal up]
    [nice|cool] [try|aim|dance moves|hat] {name} {laugh}
    {rank} [lobby|players] and [we|i] still [won|clutched|survived] {laugh}
    [trash talk|banter] is half the fun [in {mode}|with you guys|]
    my {role} eats your {role} for breakfast
    [your|their] {boss} is [next|mine|ours]
    i came, i saw, i [died|killed the {boss}|missed every {skill}]
    [skill issue|git gud|cope] {laugh} [just kidding|jk|love you {name}]
    i'm gonna [win|take your crown|outheal you|outplay you] so hard {time}
"""
