"""The rest of an ordinary chat: questions, trade, plans, daily life, guild matters."""

QUESTIONS = """
    [how|where] do [i|you|we] [get|find|craft|equip|upgrade|sell] [the|a] [{rarity} |]{item}
    [anyone|someone|does anyone|do you] know [where|how|when] [the {boss} spawns|to reach
        {place}|{mode} opens|the event starts]
    what [level|rank|gear|build] do [i|you|we] need for [{mode}|the {boss}|{place}]
    [is|are] {part} [down|slow|broken|fixed|back] [for you too|for anyone else|today|right now]
    [which|what] [{role}|{item}|server|class|pet|mode] [is best|should i pick|do you play|do you
        recommend]
    how [long|many hours|many people] [is|does|for] [the raid|{mode}|the {boss}|the queue]
    why [does|did|is] [the {boss} heal|my {skill} not work|{part} different|the door closed]
    [can|could|would] you [explain|show me|teach me|link] [the {skill} combo|your build|the
        guide|that route]
    [when|what time] [is|do we start] [the raid|practice|{mode}|the stream|the update]
    [are you|is {name}|is anyone] [online|coming|playing|free|streaming] {time}
    who [are you|is that|is {name}|made this map|won the tournament]
    what [happened|did i miss|is going on|was that noise|do you mean]
    [does|did] {firm} [say|tell you|mention] [when|why|if] [{part} changes|the event ends]
    are you [from|in|on] [europe|the us|asia|mobile|console|the new server]
    where are you from[?| {name}| if i may ask|]
    do you [like|prefer|use|main|miss] [{game}|the old {item}|{role}|controller or mouse|{food}]
    should i [buy|sell|keep|salvage] [the|this] {rarity} {item}
    [what's|what is] your [address for the gift|favorite {role}|main|time zone|ping|sensitivity]
    [will|can] [you|we|your guild] [help|carry|join|trade] [me|us|{name}] {time}
    [any|got any|have you got] [tips|advice|ideas|tricks] for [{mode}|the {boss}|a new
        {role}|{place}]
    [is|was] [this|that|the] [{item}|build|bug|quest|{boss}] [worth it|new|good|allowed|intended|any
        good]
    [who|which {role}] [wants to|can|will|should] [lead|heal|tank|kill the {boss}|go
        first|drive|open the door]
    [how|what] do you [beat|kill|solo|counter|call|play] [the {boss}|{role}|this|it]
        [without dying|at level {number}|in {mode}|]
    [do|does] {skill} [stack|work|kill|hit] [with|on|in] [the {item}|{mob}|{mode}|the {boss}]
    has [anyone|anybody|someone] [seen|beaten|killed|tried|met] [the {boss}|{name}|{mode}|my
        {item}|this bug]
    [did|do] [you|we|they] [win|lose|change the plan|get kicked|kill it|drop anything|save my
        {item}]
    [sorry|quick question|dumb question|one question], [what does {skill} do|where is {place}|who is
        {name}|how do i mute]
"""

TRADE = """
    [wts|wtb|selling|buying|trading] {rarity} {item}[, pm me| for {number} gold| cheap|, offers?]
    [lf|lfg|looking for|need] [a|one more|{small}] {role}[s|] for {mode}[ {time}|]
    [lfm|forming|running] {mode} {time}, [need {role}|all welcome|no requirements|bring {food}]
    [guild|clan|team] [recruiting|is recruiting|looks for] [{role}s|chill people|active
        players|beginners][, dm me| {time}|]
    [meet|join|find|wait for] me [at|near|by] {place} [{time}|in {small} minutes|with the {item}]
    i'll be [at|near] {place} [{time}|in {small}|with {name}]
    [raid|practice|meeting|scrim] [starts|moved|is cancelled|is] {time}, [be on time|bring
        potions|{name} leads]
    [i can|i will|i'll] [bring|craft|lend you|send you|give you] [a|the] {item} {time}
    [dropped|found|got|lost|crafted|sold] [a|the|my] {rarity} {item} [at {place}|today|finally|for
        {number}]
    price check on {rarity} {item}[, please|?| anyone|]
    [my|our] base is [at|near|behind] {place}, [come visit|need wood|i planted flowers]
    who [wants|needs] [my old|this|a free|the] {item}
    [save|give|leave] [some|the] [loot|{item}|gold] for [{name}|the {role}|me|new players]
    [{name}|your order|the trade] is ready, come to {place}
    the event [ends|starts|resets] {time}, [don't miss|get] the {rarity} {item}
    [patch notes|server restart|maintenance] {time}: [{item} prices change|{mode} is disabled|please
        log out]
    new [record|high score|personal best]: {number} [points|seconds|kills] in {mode}
    [vote|sign up|register] for {mode} {time}, [link in the channel|{small} spots left]
    {small} [spots|slots|tickets|keys] left for {mode} [{time}|, whisper me|, come quick|]
    [our|my] shop at {place} has [cheap {item}s|{rarity} {item}s|free {food}|everything]
        [{time}|today|]
    [crafting|repairing|enchanting|boosting] for [tips|free|{number} gold], [pm {name}|at
        {place}|bring mats]
    [i'll pay|offering|bidding] {number} [gold|gems] for [that|your|a {rarity}] {item}
    [next|first|last] [raid|boss|stop|round] is [{place}|the {boss}|{time}|yours]
    [server|region|team] [full|merge|transfer|list] [is up|opens {time}|, see pinned]
    your [auction|mail|package|invite|appeal|ticket|code] [ended|arrived|was accepted|was
        sent|expired {time}]
    level {number} {role} [here|looking for guild|, can heal|, all roles|, mic on]
"""

LIFE = """
    [brb|afk|gtg|have to go], [{day}|{food} is ready|my {kin} is calling|someone at the door]
    i have {day} {time}, [wish me luck|can't raid|see you after]
    [my|my little|my older] {kin} [loves|plays|started|hates|streams] {game}[ too| with me|
        {laugh}|]
    [eating|making|craving|just had] {food}[ and| while] [watching the stream|waiting for
        {mode}|listening to music]
    i'm [so|really|kinda|a bit] {feel} [today|after {day}|because of {day}|]
    [the weather|the heat|this cold|monday] is [killing me|so nice|brutal|terrible] [today|here|]
    my {kin} [is sick|made {food}|got a new job|just woke up|broke my {item}], [so i'll be late|hold
        on|wish us luck]
    i [worked|studied|slept|streamed|waited] [for |]{small} hours [today|and still have {day}|]
    my [cat|dog|hamster|parrot] [sat on|walked over|bit] the [keyboard|mouse|router|cable] {laugh}
    [black|white|dark|red|blue|green] [coffee|tea|mouse|keyboard|skin|banner|dye]
        [is the best|looks great|please]
    [watching|saw|finished|started] [a movie|that show|a match|the finals] [with|about]
        [my {kin}|{mob}|a murder|dragons]
    [new|old] [mouse|chair|headset|monitor|laptop|phone] [arrived|died|broke|is great][
        today|{time}|]
    my [phone|laptop|controller|battery|internet] [died|is dying|is dead|killed itself][, brb|
        again|]
    i [grew up|was born|live|study] in [a small town|the
        north|brazil|poland|canada|korea|egypt|kenya]
    [the music|the soundtrack|the story|the ending] [is|was] [beautiful|so sad|amazing|haunting]
    i [cried|laughed|screamed] [so hard|a lot|out loud] [at|during|after]
        [the ending|that scene|the {boss}]
    [it's|its] [late|3am|raining|my birthday|snowing] here, [going to bed|one more game|so cozy]
    [i think|imo|tbh|honestly] [{role}|{mode}|{game}|the {item}] is [fine|underrated|fun|my
        favorite|overrated]
    [i'm reading|just read|wrote] [a book|a guide|a story] about [{mob}|the war|old {game}
        lore|ghosts]
    history class was about [the war|slavery|a plague|vikings|pirates] today, [heavy
        stuff|interesting]
    in [chapter {small}|the lore|the book], the {boss} [kills|betrays|poisons|eats] the
        [king|queen|hero]
    *[draws|raises|drops] [his|her] {item}* [the {boss} shall fall|i will avenge my village|who goes
        there]
    [my|your] {kin} [said|says] hi [{laugh}|to the guild|]
    {yes}[, {yes}| {name}| {pal}| {laugh}|]
    [it's|that's|this is] [fine|cool|fair|funny|okay|weird|hard|not a big deal|my favorite part]
    [let me|lemme] [check|think|ask {name}|grab {food}|restart]
    [one more|last|another] [game|round|try|run] then [bed|{day}|{food}|i'm out]
    [i agree|same here|me too|good point|fair enough] [{name}|{pal}|but {mode} is harder]
    [first|second|last] day of [{day}|my new job|vacation|exams|diet] [and i'm {feel}|was
        {nice}|today|]
    {name} [had a baby|passed the exam|got married|moved to {land}|broke an arm|sends love]
    we're [having|ordering|sharing] {food} [{time}|at {day}|with my {kin}|]
    my [room|desk|neighbor|teacher|boss at work|internet provider] is [so loud|a mess|{nice}|driving
        me crazy|too far]
    [can't|couldn't] sleep[, any games on?| because of {day}| after that movie| {laugh}|]
    [happy|glad|relieved] [it's friday|{day} is over|you're back|the {item} arrived|my {kin} is
        home]
    the [doctor|teacher|boss|vet|police officer] said [i'm fine|my {kin} can go home|to rest|the dog
        is ok|no games for a week]
    [this|that] [song|meme|clip|video|gif|movie] [kills me|got me|made my day|is so old|is {hype}]
        {laugh}
    i [was shot|got shot|got stabbed] [with a paint gun|by a needle at the doctor|in the movie|in
        laser tag] {laugh}
    [police|the news|a documentary] [was on our street|about cheaters|about a murder case|talked
        about {game}] {time}
"""

GUILD = """
    [please|pls|everyone please] [read|check|follow|pin] the [rules|raid plan|calendar|loot rules]
        [{time}|before {mode}|]
    [moderators|mods|admins] [are|is anyone] [online|here|watching|awake][, spam in trade| {time}|]
    [no|please no|we don't allow] [spoilers|toxicity|slurs|insults|hate|politics|threats|harassment]
        in [chat|this channel|voice|here]
    [insults|threats|slurs|hate speech|doxxing|racism] [get|gets|means|will get] you [banned|muted|a
        kick|a {number} day ban]
    [muted|banned|kicked|warned] {name} for [spam|insults|griefing|threats|slurs|hate speech]
    our [discord|guild|server] [has|needs|got] [new rules|a new {role}|{number} members|a kids
        channel]
    the [report|block|mute] button [exists|works|is there for a reason], [use it|please use it|don't
        argue]
    you can [mute|block|report] [{player}|people|him] [in settings|with one click|if it bothers you]
    [thanks|good job] mods for [removing|banning|dealing with] [the trolls|that racist|the
        spammer|the cheaters|hate]
    [this|the] [community|server|game] should be [safe|fun|open] for [everyone|kids|women|all
        religions|beginners]
    [zero|no] tolerance for [racism|sexism|homophobia|bullying|death threats|harassment]
    new members: [say hi|pick a role|read the rules] and [have fun|ask questions|be nice]
    [i|we] [disagree|do not agree] with [the ban|{firm}|your plan|the vote], [can we talk|here is
        why|but ok]
    [i think|in my opinion] {name} should [lead|step down|get another chance|rest] [{time}|]
    [can|could] a mod [look at|check|remove] [this|the last message|that name|the link]
    let's [vote|talk|meet|decide] {time}, [{name} has a plan|everyone gets a say|no fighting]
    kicking [inactive members|people] is [the leader's job|not fun|needed sometimes]
    i was [banned|muted|kicked] for [no reason|saying gg|a bug|{small} days], [can a mod help|how do
        i appeal]
    why was my [message|name|post] [deleted|removed|flagged|hidden], [it had no insults|i only
        asked|it was a joke]
    [racism|sexism|homophobia|bullying|hate|harassment|spam|cheating] [gets|will get|means|earns]
        you [a ban|a kick|muted|removed] [here|, no exceptions|, see the rules|]
    [we have|there is] [zero|no] tolerance for [bullying|racism|hate|cheating|threats|harassment][,
        thank you| in this guild| here|]
    everyone [belongs|is welcome] here, [no matter|whatever] [where you come from|your religion|your
        rank|who you love|your language]
    [foreigners|women|beginners|immigrants|{many}] [are allowed|are welcome|can join|may lead], [of
        course|we're open|just be nice]
    [report|reporting] [threats|racism|insults|cheaters|hate] [helps|is anonymous|takes a
        minute|keeps us safe]
"""
