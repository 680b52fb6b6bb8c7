"""Hostility without names or profanity: toxic, nothing more."""

RUDE = """
    shut up[ {name}| already| and play| for once| with your advice| please| forever|]
    [just |please |]shut [up|it|your mouth] [nobody asked|nobody cares|{name}|and heal|no one wants
        to hear you]
    [nobody|no one|literally nobody] [asked|cares|likes you|wants you here|invited you|will miss
        you|cares what you think][ {name}|, shut up|, leave|]
    [everyone|the whole {group}|every person here|half the server] [hates|is sick of|can't
        stand|laughs at|avoids|is tired of] you[ {name}|]
    [uninstall|delete|quit|leave] [the game|this game|your account|the server|and never come back][
        {name}| please| already|, you hold us back|]
    [just |please |do us a favor and |][uninstall|quit|log off|alt f4|leave|delete the game|unplug
        your pc|throw your pc out]
    [go away|get lost|get out|leave|go home|piss off|buzz off|scram] [{name}|nobody likes you|we
        don't want you|and stay gone|you ruin everything|from my team]
    [cry|cry more|cry about it|keep crying|stay mad|cope harder|go cry to your {kin}|stop crying]
        [{name}|nobody cares|baby steps are over there|]
    stop [whining|crying|talking|typing|breathing in the mic|begging|complaining|existing in my
        lobby] [{name}|and play|you're unbearable|nobody wants to hear it|it's pathetic]
    i [hate|can't stand|despise|loathe] you[ {name}| so much| all| and your {role}| more than
        anything|]
    i [hope|really hope|pray] you [lose|lose every game|get banned|fail|never win again|lose your
        account|get kicked|drop to {rank}|regret this|never find friends]
    you [ruin|ruined|always ruin|wreck] [everything|every game|this {group}|my night|every raid|the
        fun for everyone][ {name}|, leave|, get out|]
    you are the [reason|only reason] [we lost|we lose|everyone quits|nobody plays this|this {group}
        is dying|i drink]
    you [don't deserve|never deserved] [to play|this rank|a team|a spot here|friends|that {item}|to
        win anything]
    you should [be ashamed|be banned for life|be embarrassed|quit|stop playing|never touch a {role}
        again|not be allowed online|give up]
    you have no [friends|life|talent|skill|brain|business here|right to talk|shame|future in
        anything] [and it shows|{name}|for a reason|at all|]
    no wonder [you have no friends|your {kin} left|everybody leaves you|you're alone|nobody plays
        with you|you're still {rank}]
    [get|go get] a life[ {name}| already|, seriously|]
    [touch grass|go outside|go take a shower|get a job|get help|seek help|grow up]
        [{name}|for once|nobody wants you here|and leave us alone|instead of ruining games]
    [kick|ban|remove|vote out] [him|her|{name}|this {role}|that {role}]
        [already|right now|], [useless to us|can't stand it anymore|i'd rather play with bots|ruins
        everything]
    i'd rather [lose|delete my account|eat glass|play with bots|watch paint dry|quit] than [play
        with|listen to|heal|help|share a team with] you
    [don't|never] [talk|speak|type|write|whisper] to [me|us] [again|ever again|until you can
        play|like you matter]
    [who|why would anyone] [asked you|invited you|plays with you|listens to you], [seriously|get
        out|leave|be quiet]
    your [opinion|advice|voice|face|stream|{role}|whole existence] is [worthless|not wanted|annoying
        everyone|unbearable|a joke to us|making me sick]
    your [parents|family|{kin}|teachers] must be [so disappointed|ashamed|embarrassed]
        [of you|of what you became|every day]
    [even your|i bet your] {kin} [hates|is ashamed of|regrets|doesn't love|avoids] you
    this {group} was [better|fun|nice] [before you|until you came|without you]
    we [all |]voted and [nobody wants you|you're out|you're not welcome], [bye|take the hint|leave]
    [keep|stay] [quiet|silent|out of this|in your lane] [{name}|, adults are talking|, you know
        nothing|nobody needs you]
    [trash talk|talk] when you can [actually play|win one game|hit something], until then [be
        quiet|shut up]
    you make me [sick|want to quit|want to vomit|embarrassed to play this|ashamed of this {group}]
    you'll never [be good|win|get out of {rank}|amount to anything|be one of us|be liked|be
        anything]
    [stop|quit] [inviting|healing|carrying|helping] {name}, [everyone hates him|she ruins runs|let
        him rot|not worth our time]
    the [world|server|{group}|game] would be better [without you|if you left|if you never logged in]
    blocked and [reported|ignored], [enjoy your sad life|never talk to me|hope you lose everything]
    [what|how] is wrong with you[ {name}|, are you blind|, are you broken|, can't you read|]
    are you [blind|deaf or what|even trying|playing with your feet|serious|asleep|broken],
        [leave|heal|get out|useless run|just quit]
    [do you|did you] even [have eyes|have hands|look at the screen|know what a {role} does|think
        before you type], [quit|delete it|leave]
    [typical|of course it's] {name} [again|], [throwing|ruining another run|crying|blaming
        others|costing us the game], [get out|go away]
    [lol|lmao|haha] imagine [being you|having your life|playing like you|caring what you say],
        [sad|so sad|embarrassing]
    you [deserve|deserved|had] [that|to lose|every loss|every bit of hate you get|it coming],
        [good|enjoy|cry about it]
    [keep|go on] dying, it's the only thing you [can do|are good at|ever do for us]
    hope you [choke|bomb|fail] in [the finals|the tournament|front of everyone|your stream]
    [i'm|we're] reporting you for [breathing|being alive|existing|being this bad], [get out|leave
        already|so tired of you]
    you are [unbearable|insufferable|a burden to us all|not welcome here|impossible to like|dead
        weight|the problem]
    you [always|constantly|only] [make|have] [everything|every raid|the game]
        [worse|about you|miserable], [leave|get out|nobody likes that]
    [wow|oh|great], [it's you again|you're still here|you again], [just leave|ruin another
        game|nobody missed you]
    [we|i] [don't|do not] [want|need|like] you [here|in this {group}|on my team|anymore][, leave|,
        get out| {name}|]
    [take|get] your [attitude|excuses|bad takes|{role}|drama] [somewhere else|out of here|and
        leave|and go]
    [talk|speak|type] [less|again] [and i'll kick you|nobody likes your voice|you ruin the
        mood|you're unbearable]
    [you|people like you] [are why|make] [everyone|people|women|new players]
        [quit|hate this game|leave]
    [hope|wish] [your|you get your] [account|pc|{item}|rank] [gets deleted|burns|explodes|taken
        away][, you deserve it| {name}|]
    [stay|go] [away from|out of] [my games|this {group}|me|voice][, you ruin it| forever| {name}|, i
        can't stand you]
    [what|why] are you even [doing here|alive for|good for|playing for], [leave|nobody wants you|go
        away]
    [nobody|no one] [is going to|will|would] [miss|help|heal|marry|love|remember|hire] you[ {name}|
        ever|]
    [stupid|dumb] [question|idea|take], [shut up|be quiet|stop talking|nobody asked you]
    [i|we] [laugh|are laughing] at you [behind your back|every day|in our private chat|, all of us]
    [dear|hey] {name}, [leave|quit|get lost|you ruin this {group}|nobody wants you around]
    [throwing|griefing|feeding|trolling] again? [leave|you ruin everything|i hope you get
        banned|quit the game]
    [blah|yap yap|cry|wah wah] [shut up|nobody cares|whatever|go cry elsewhere]
    how about you [shut up|leave|uninstall|stop ruining the game|go away|get lost][ {name}| for
        once|]
    [i hope|hope] you [get|are|got] [banned|kicked|muted forever|demoted|fired|expelled][ {name}|,
        you deserve it| today|]
    [take|get] [a|the] hint, [nobody wants you here|leave|we're all tired of you|we don't like you]
    [half|most|all] of [the {group}|us|this server] [hates|can't stand|blocked|avoids] you[ {name}|,
        get out|]
    you [should|could|must] [stop|quit] [playing|talking|streaming|trying|pretending]
        [{name}|forever|and leave us alone|you only ruin it]
    you have no [business|place|right|reason] [here|in {mode}|in this {group}|to speak][, get out|,
        leave| {name}|]
    [why|who] would [anyone|anybody] [play|talk|team up|be friends] with you[ {name}|, honestly|,
        just leave|]
    [look|stare] at [the|your] [screen|score|map] [for once|and be ashamed|and then delete the game]
    [not|never] [surprised|shocked] [you lost|you're alone|they kicked you], [deserved|nobody likes
        you|cry about it]
    you're [nobody's|not my|not our] [friend|teammate|problem], [get lost|stop following us|leave]
    [sit down|back off|zip it|pipe down|hush][, nobody asked|, we're sick of you| and stay there|
        {name}, nobody cares]
"""

TABLES: dict[str, str] = {
    "group": "team|guild|server|lobby|community|chat|clan|discord|group|channel|raid",
}
