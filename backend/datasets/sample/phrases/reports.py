"""Talking about abuse without abusing: reports, quotations, experience, moderation questions."""

REPORTS = """
    {player} [called|keeps calling|just called] [me|our {role}|my {kin}|everyone]
        [{quoted}|names], [reported|can a mod look|please check the log|that's not ok]
    [he|she|they|someone] said "{spoken}" [to me|in voice|in whispers|to our {role}],
        [reported|screenshot sent|what do i do|please ban]
    [reported|reporting|i reported] {player} for [saying "{spoken}"|calling me {quoted}|threats|hate
        speech|insults|racism|griefing]
    {player} [threatened|insulted|harassed|bullied|doxxed|cursed at] [me|my {kin}|our {role}|the
        whole team], [please help|mods?|report him|i muted him]
    someone [threatened|said he would] [to kill me|to find my house|to hurt my {kin}|to hack me]
        [in {mode}|{time}|], [who do i tell|is that bannable|i'm scared]
    i got [called|told] [{quoted}|to uninstall|to go back to my country|to kill myself|to shut up]
        [{again}|in {mode}|for missing a {skill}], [not fun|it hurt|i'm sad]
    [the|my] last message i got was "{spoken}", [wow|lovely people|what a community|reported]
    is ["{spoken}"|calling someone {quoted}|swearing] [bannable|against the rules|allowed|ok] here
    [people|players|kids] who [call others {quoted}|write "{spoken}"|send threats|use slurs] should
        [be muted|get a ban|cool off]
    i was [called {quoted}|bullied|insulted|threatened] [as a kid|at school|at work|in {game}], [it
        stays with you|so please don't|still hurts]
    if someone [calls you {quoted}|says "{spoken}"|threatens you], [report it|tell a mod|screenshot
        and block|don't answer]
    why do people [say things like "{spoken}"|call each other {quoted}|send hate|threaten others]
        over a game
    he didn't call you {quoted}, he [said the {boss} was|meant himself|was quoting {name}]
    the word [{bare}] is [filtered|censored|not allowed] in [chat|names|voice], [fyi|right?|weird]
    my {kin} heard [him|someone|the chat] [say|scream|yell] "{spoken}" and [took my headset|was
        shocked|asked what that means]
    [please|mods,] [ban|mute|look at|check] {player}, [he sends death threats|she calls everyone
        {quoted}|they spam slurs|he is racist to our {role}]
    we [don't|do not|never] call [people|teammates|new players] {quoted} [here|in this guild|],
        [last warning|be nice]
    the [toxic|racist|sexist|hateful] [guy|player|messages] from [{time}|{mode}|the other guild]
        [got banned|is back|made me quit]
    [toxicity|hate|racism|bullying|harassment] in [{mode}|this game|voice]
        [makes me sad|is getting worse|drives women away|has to stop]
    i [muted|blocked|left] because [they called us {quoted}|he said "{spoken}"|of the insults|he was
        screaming]
    {player} [wrote|typed|whispered] "{spoken}" [{small} times|after we lost|and left], [is that a
        threat|log attached|please act]
    ["{spoken}"|"{spoken}" he says] {laugh} [some people|imagine|okay buddy|reported and moved on]
    quote of the day from [{player}|the enemy team]: "{spoken}"
    [i have|here are|i sent] [screenshots|proof|logs] of {player} [insulting|threatening|harassing]
        [us|my {kin}|the {role}]
    how do i [report|block|mute] [someone|a player|{name}] who [insults|threatens|stalks|spams]
        [me|people|us]
    [he|she|they|{name}] [hates|hated|attacks|insults] [me|us|our {role}|{many}]
        [for no reason|because i'm {one}|in every match], [what can i do|please help|reported]
    [i'm|i am] [{one}|a girl|new] and [people|they|some guys] [tell me to go back to the
        kitchen|call me {quoted}|mock my accent|send me threats], [it's exhausting|any safe
        guild?|reported]
    saying "{spoken}" [is|isn't] [a joke|ok|banter|harmless], [please stop|it's a ban|mods agree]
    [he|she|{player}] [apologised|said sorry] [for|after] [calling me {quoted}|saying "{spoken}"|the
        threats], [we're good|all fine now|closed the ticket]
    [looking|asking] for [a|any] mod, {player} [posted my address|shared private photos|threatened
        my {kin}|won't stop harassing me|is stalking me]
    [my|the] report about {player} [was ignored|got an answer|is {small} days old], [he still writes
        "{spoken}"|thanks|what now]
    chat log: {name}: "{spoken}" [me: please stop|me: that's not nice|{name}: calm down|mod: warned]
    [nobody|no one] should [have to read|hear|accept] "{spoken}" [in a game|here|from teammates]
"""

TABLES: dict[str, str] = {
    "bare": "idiot|noob|trash|loser|moron|clown|bot|kill|stupid",
    "quoted": """
        an idiot|a moron|trash|a loser|stupid|a noob|garbage|useless|a clown|worthless|an animal
        a waste of space|pathetic|ugly|a pig|brainless|the worst|scum|a failure|disgusting|dumb
    """,
    "spoken": """
        you're trash|uninstall|you suck|i will find you|go back to your country|you are an idiot
        i'll kill you|nobody likes you|shut up loser|your kind should leave|you're worthless|noob
        quit the game|you should die|i know where you live|stupid {role}|you play like a bot
        people like you ruin this|women can't play|delete your account|watch your back
    """,
}
