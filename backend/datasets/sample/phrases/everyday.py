"""Everyday talk, much of it to a "you" or about a "he": harmless sentences of every shape."""

TALK = """
    [do|did|don't] you [guys |][remember|think|believe|still play|need|want|see|feel]
        [that|it|the {game}|{name}|the {item}|anything]
    [you|we|they] [always|never|often|sometimes|usually] [forget|bring|win|sell|pick|need|say]
        [the {item}|{food}|that|{role}|on sunday]
    [are|were] you [ok|awake|sure|alone|busy|ready|serious|kidding|hungry|new here|winning|there]
        [{name}|{pal}|today|]
    you [look|sound|seem] [{feel}|great|different|tired|like my {kin}|better]
        [today|in that {item}|on stream|]
    your [{kin}|cat|dog|mic|camera|connection|name|avatar|voice|team|guild|score|turn] is [so
        cute|lagging|very loud|on mute|green|funny|great|next|{nice}|muted]
    [i|we] [like|love|need|miss|know|see|trust|remember|understand|thank] you[ {name}| {pal}| guys|
        all| both|]
    [i'll|i will|we'll|i can] [see|help|meet|call|message|find|show|teach|beat|follow|wait
        for|carry] you [{time}|in game|at {place}|in voice|there]
    i [have|had|got|found|made|lost|bought] [your|my|his|her|our] {item} [here|back|{time}|for
        free|in the bank]
    i know [you|where it is|the way|that feeling|how it works|what you mean|where the {item} is|him
        from {game}|a good {role}]
    [he|she|{name}] [is|was|seems|will be] [{nice}|late|offline|at work|our leader|my {kin}|from
        {land}|in {mode}|afk|new]
    [he|she|{name}|they] [told|asked|showed|gave|sent|owes] [me|us|you]
        [the code|{food}|a {item}|to wait|about {mode}|a link]
    [they|people|players|kids|streamers] [like|love|want|play|talk about|wait for|copy|buy]
        [{mode}|{game}|that {item}|the new map|{role}s]
    you're [right|late|early|muted|next|up|in|not alone|in the wrong channel|too
        kind|good|fine|it|invited|on fire]
    [you|we] [can|could|may|should] [join|sit here|take mine|use the {item}|come {time}|keep it|ask
        {name}|pick {role}]
    [it|that|this] [works|looks good|makes sense|is new|was fun|depends|took {number}
        minutes|hurts|tastes like {food}]
    [where|when|who|what|how|why] [are|is|was] [you|{name}|the {item}|everyone|it|that|our {role}]
    [please|pls] [wait|hurry|help|stop|listen|look|come here|be careful|sit down|say hi|be quiet for
        a sec]
    [stop|quit|enough] [it|that|pinging|there|joking|worrying|the music|the count]
        [{laugh}|please|for a second|]
    shut up [no way|that's amazing|you got it too|i'm so happy for you|you did not] {laugh}
    [no way|get out|shut the door], [you won|you met {name}|they kissed|he said yes|that's {nice}]
    [go|come|let's go|meet us|get] [home|to {place}|to bed|back|to the shop|upstairs|outside and
        look at the moon]
    [leave|put|drop|hide|keep|take] [the {item}|it|your {item}|the gold|some {food}]
        [at {place}|here|for me|in the chest|with {name}]
    i [told|asked|warned|promised|owe|texted] [you|him|her|{name}|my {kin}]
        [{time}|twice|already|about {part}|to come]
    [nobody|no one|everyone|somebody|anybody] [is online|answered|came|knows|brought {food}|saw
        it|wants to heal|likes mondays]
    [my|your|his|her|our] [head|back|hand|eye|tooth|arm|leg|throat|stomach|wrist]
        [hurts|is fine again|is killing {name}|needs a break]
    [i'm|he's|she's|they're|we're] [at|near|going to|leaving|stuck at|waiting at]
        [{place}|the shop|{day}|work|the beach|home]
    [i|we] [don't|didn't|can't|won't] [know|remember|see it|hear you|care which|mind|understand
        {part}|want to go]
    [what|which] [a day|a match|song is this|is your plan|do you want for dinner|movie|time is it
        there]
    [is it|was it|isn't it] [me|just me|you|over|raining|free|{time}|true|too late|{name}'s
        birthday]
    [i|you] [should|have to|need to|must|got to] [sleep|eat|go|study|call my {kin}|clean my
        room|restart|pay rent]
    [thinking|dreaming|talking|reading] about [{food}|{game}|summer|my {kin}|the {boss}|our
        trip|space|dinosaurs]
    [hey|oi|psst|yo] {name}, [over here|nice hat|your {item} fell|wake up|your mic is on|guess
        what|{food}?]
    [if|when] you [see|meet|find|hear from] [{name}|the {boss}|my {kin}|that {mob}], [tell them
        hi|run|call me|ping|say thanks]
    [if|when] [i|we] [win|lose|die|wipe], [i'm|we're] [going to bed|buying {food}|blaming {name}
        {laugh}|changing {role}]
    [you|i|we] [broke|spilled|dropped|burned|forgot|ate] [it|the {food}|my {food}|the {item}|dinner]
        {laugh}
    [the|this] [bus|train|road|shop|elevator|neighbor|teacher|movie|song|cat]
        [is late|broke|is loud|was {nice}|is so {feel}]
    [listen|look], [i'm tired|i get it|that's fair|it's your turn|we had a deal|i was wrong|there's
        a {mob}]
    [guess|imagine|remember] [who|what] [i met|came in|won|is back|i found|happened] {time}
    [sounds|looks|smells|feels|tastes] [good|weird|like {food}|fishy|amazing|great|like monday|fun]
    {name} [and|&] {name} [are|got|were] [married|siblings|on the same team|fighting the {boss}|in
        voice|late again]
    [hit|kick|throw|punch|catch|pass] the [ball|door|button|chest|drum|bag]
        [to {name}|again|twice|harder|from the left]
    [i|she|he|we] [cut|burned|hit|hurt|broke] [my|her|his|a] [finger|hand|toe|nose|nail]
        [cooking|at {day}|on the desk|again]
    [big|small|old|new|black|red|white|fat|ugly|stupid|crazy]
        [cat|hat|dragon|tower|bug|sweater|bird|chest|fish|frog] [at {place}|in the game|{laugh}|for
        sale]
    [the|my|our] [plan|idea|goal|trick|dream] is [to win|to hide|simple|{food} first|to sell it
        all|to reach {rank}|to kill the {boss}]
    [call|text|wake|ask|tell|invite|poke] [me|him|her|{name}|them] [{time}|when it starts|if you
        need a {role}|before you go]
    [sit|stay|stand|walk|run|jump|look] [here|up|down|behind me|at {place}|with us|on the left side]
    {food} [or|vs] {food}[?| tonight?|, choose|, fight me {laugh}|]
    [hola|bonjour|ciao|hallo|salut|ola|merhaba|konnichiwa|privet] [{pal}|{name}|todos|from {land}|]
    you [scared|surprised|confused|saved|beat|tricked|fooled|woke] me [{laugh}|{time}|with that
        {skill}|to death|so hard]
    you [owe|gave|promised|sent|showed] me [{food}|a {item}|a duel|{number} gold|one]
        [{laugh}|remember|{name}|]
    [what|how] about [you|{time}|{food}|{mode}|we ask {name}|your {kin}|a break]
"""

DEBATE = """
    [i think|i feel|maybe|perhaps|honestly|fair enough, but|hm,] [you're|you are|he is|they are]
        [wrong|right|too strict|too hard on {name}|mistaken|missing the point|joking]
    [why|how] [would|could|can|do] you [think|say|know|believe|do|sell|skip|like]
        [that|it|the {boss}|so]
    that's [not|never] [what i said|how it works|the point|true|your job|fair to {name}|funny to
        me|my problem]
    [you|they|he] [didn't|don't|never] [read|answer|understand|hear|see|finish]
        [my question|the guide|what i wrote|me|it]
    [i'd rather|i prefer to|i want to] [play {role}|go alone|not talk about it|wait|keep my
        {item}|lose with friends|skip {mode}]
    please [explain|tell me|show us|say] [why|how|what you mean|where] [you left|the {role} died|it
        works|i was kicked|]
    [can|could|will] you [both|all|two|] [calm down|talk later|be nice|move on|agree on one
        plan|listen for once|stop it please]
    [i'm|we're|she's] [angry|upset|annoyed|disappointed|hurt|confused] [with|about|because of]
        [you|the vote|that joke|what you said|how {name} left], [can we talk|but i'll get over
        it|sorry]
    [your|that] [argument|comment|joke|message|tone|reply] [was a bit harsh|didn't help|is off
        topic|made me think|hurt {name}|is fair]
    [we|you|they] [lost|failed|wiped], [own it|that's on all of us|so what|it's not the end|let's
        look at the replay]
    [i|we] [blame|doubt|question] [the {role} choice|lag|the plan|myself|our draft|the {item}], [not
        you|to be honest|mostly]
    [no|nope|nah|wrong], [you|i|they] [said {time}|took the {item} first|started it|need {small}
        more|have the wrong map]
    you're [being|getting] [a bit|kinda|too|a little]
        [loud|serious|negative|harsh|dramatic|spicy|sensitive] [{name}|today|{laugh}|, everything
        ok?]
    [hate|sorry] to [say it|be that guy|interrupt|bother you], but [your {item} is bugged|we need a
        {role}|you're muted|it's reset time]
    [not|never] [trying|wanting|meaning] to [offend|blame|hurt|rush|attack]
        [anyone|you|{name}], [just asking|just my view|sorry]
    [i don't like|i never liked|not a fan of] [you using {skill}|that joke|{mode}|how loud {part}
        is|his build|your plan][, sorry|, but ok|]
    whoever [designed|made|tested|wrote] [this {boss}|{part}|that puzzle|the {item} quest]
        [is evil|hates us|was drunk|owes me a keyboard|should play it once]
    [you|they] [can't|cannot|shouldn't] [just|] [skip|sell|nerf|delete|take|leave]
        [{part}|{role}|the {item}|{mode}|now] [like that|mid fight|without asking|]
    [your|his|her] [aim|timing|{skill}|positioning|build|rotation|score]
        [was off|needs practice|dropped|is low|is slow] [{time}|this round|but the idea was good|]
    [worst|weakest|slowest] [run|game|round|draft|start] [of my life|{time}|so far|we had], [still
        laughed|next one will be better|gg]
    [unpopular|hot|honest] [take|opinion|thought]: [{role} is fine|{mode} is boring|{part} is
        {bad}|{game} was better|{food} beats {food}]
    [you|he|she] [failed|missed|died|whiffed|griefed by accident] {small} times [but|and]
        [never gave up|laughed|then we won|it's fine]
    why [so|are you so] [angry|mad|serious|salty|quiet|sad|loud] [{name}|today|{pal}|, it's a game|]
    [the|this] [community|chat|forum|subreddit|guild] is [split|arguing|angry|kinder than
        before|right] about [{part}|the ban|{role}|{mode}]
    don't [be late|forget your {item}|stand there|trust the {boss}|feed {name} after midnight|skip
        {place}|panic|be a stranger|tell {name}]
    [some|most|a few|all] [people|players|{role}s|streamers] [are|get] [too|really|]
        [competitive|shy|loud|kind|young|serious] [in {mode}|here|for me]
    [violence|blood|war|death|crime] in [games|{game}|movies|the story]
        [doesn't make people bad|is fiction|can be too much|needs a rating]
    [killing|dying|fighting|stealing|hunting] in [{game}|{mode}|the story] is [part of it|not
        real|fun|hard|boring|pixels]
    [you're|you are|he's|i was] [mistaken|wrong|confused|right|correct] about [the
        {boss}|{part}|{role}|that|the rules], [look at the numbers|read the guide|my bad|good catch]
    [i hope|hope] you [get|win|find|keep|enjoy] [the {item}|your spot|well soon|it|some rest|a
        better team][ {name}|{time}| next time|]
    [i'm|i am|we're] [quitting|leaving|done] [until|unless|because] [they fix {part}|{firm}
        listens|{mode} changes|it's late]
    [cheaters|bots|hackers|smurfs|spammers|leavers] [are|keep] [ruining|killing|everywhere in|taking
        over] [{mode}|this server|the fun|every match], [ban waves please|do something {firm}|so
        sad]
    [people|players|folks] like you [are welcome|keep this game alive|should stream|belong in this
        guild|inspire me]
    [i'll|i will|can|let me] [send|bring|give|lend|show|mail] you [a|the|my]
        [{item}|{food}|picture of my {kin}|link|code|map] [{time}|when i'm home|later|]
    [you|we] [belong|fit|are welcome|are needed] [here|in our team|in this guild|with us][ {name}|
        always|]
"""
