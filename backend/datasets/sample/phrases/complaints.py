"""Criticism of the game, its makers and its matches: sour, allowed and harmless."""

COMPLAINTS = """
    {part} [is|feels|became] [so |really |just |]{bad}[ {again}| today| lately|]
    [this|the new|the last] [update|patch|season|map|event|weapon|skin|mode|meta] is [so |such
        |][{bad}|trash|garbage|stupid|dumb|terrible|awful]
    [i hate|i can't stand|i'm sick of|so tired of|i really dislike] {part}
    [i hate|i can't stand|i'm sick of] [this game|this {boss}|this map|mondays|lag|losing|the
        {mob}|ads|escort missions] [{again}|so much|{laugh}|]
    [stupid|dumb|damn|trash|garbage|useless|ugly|cursed]
        [lag|bug|boss|game|patch|map|mouse|router|queue|{item}|{mob}|door|bots]
    [fix|please fix|when will you fix|{firm} should fix] {part}[, it's {bad}| already|, please|]
    {firm} [ruined|killed|broke|destroyed|butchered|murdered] [{part}|my {role}|{mode}|the
        game|{game}]
    {firm} [doesn't|don't|never] [listen|care about {part}|test anything|fix bugs|answer]
    {firm} should be [ashamed of|embarrassed by] [{part}|this patch|the prices|that trailer]
    [what a|such a] [terrible|stupid|dumb|horrible|trash|pathetic|ridiculous]
        [update|patch|idea|change|nerf|price|map|ending]
    [the|this|that] [nerf|buff|price|grind|ending|ad|loading time] is [criminal|robbery|insulting|a
        crime|{bad}|insane]
    [lag|ping|fps drops|the lag|rubberbanding] [killed|is killing|murdered|ruined]
        [me|us|the run|my game] {again}
    [this game|{game}|{mode}] [sucks|sucks now|is dead|is dying|is trash|is garbage|is a joke]
        [since the patch|without friends|tbh|]
    this sucks, [i lost my {item}|the {boss} bugged|the server died|we wiped at {small}%]
    that sucks[ {name}| man|], [hope you get it back|sorry|try a restart]
    [damn|dang|what the heck|what the hell|good grief|ugh|argh|omg], [{part} again|another
        crash|{number} ping|i missed|the {boss} healed]
    [i'm|we're] [done|so done|finished] with [{mode}|this patch|{part}|the {boss}|bronze]
        [for today|]
    [i'm|i am] [uninstalling|quitting|taking a break|going back to {game}]
        [until they fix {part}|, {mode} is no fun|after this season]
    [nerf|please nerf|delete|remove] [{role}|the {boss}|{skill}|{mob}|that {item}], [it's {bad}|way
        too strong|nobody likes it]
    {role} is [so |][broken|op|useless|trash|weak|boring|dead] [right now|since the patch|in {mode}]
    [the|that] {boss} is [unfair|broken|bugged|stupid|impossible|bad design]
    [waste of|wasted] [money|time|{number} bucks|an evening|gold] [on {game}|on that {item}|]
    {number} [dollars|euros|gems] for a(n) {item}, [are they serious|what a ripoff|greedy|no thanks]
    [greedy|lazy|clueless] [prices|design|patch|monetisation], [{firm} can do better|i want a
        refund]
    [worst|dumbest|ugliest|laziest|weakest] [patch|event|map|skin|season|{item}|sequel]
        [ever|so far|of the year|in years]
    [we lost|lost] [{small} in a row|again|on {place}|at {number} points], [feels bad|i need a
        break|so annoying]
    our [team|comp|draft|defense|teamwork|plan] was [bad|a mess|terrible|too slow|unlucky][, let's
        change roles| {time}|]
    [matchmaking|the system|the game] [gave us|puts us with] [bots|{rank} players|no healer|five
        {role}s] [{again}|]
    [the|these] [bots|ads|cheaters|queue times|popups] are [killing|ruining|destroying]
        [{mode}|the game|the fun]
    [crashed|disconnected|kicked|stuck] {again}, [great|thanks {firm}|so annoying|i give up]
    [please|can we] [bring back|keep|delete|rework] [{mode}|the old {item}|{place}|{part}]
    [nobody|no one] [asked for|wanted|likes|needs] [this patch|{part}|another {item} skin|lootboxes]
    the [writing|story|voice acting|ending] [is|was] [stupid|awful|lazy|weak|a joke], [but i like
        the music|sadly|imo]
    cheaters [ruin|are ruining|killed] [{mode}|every match|this server], [do something|ban waves
        when]
    [why|how] is {part} still [this {bad}|broken|so bad|not fixed]
    {part} makes me want to [scream|cry|throw my {item}|quit|eat my keyboard]
    i'm [so mad|angry|furious|tilted|salty|raging] at [{part}|this patch|the {boss}|my
        internet|myself]
    i [paid|waited|trained] {number} [gold|hours|days] for this [trash|garbage|stupid|ugly] {item}
    [omg|ugh|argh|nooo|oh no|dang] [not|why] [this map|the {boss}|{mode}|lag|my {item}] again
    [i|we] [rage quit|quit|left|gave up] [{mode}|after {small} wipes|at {place}|because of {part}]
        {laugh}
    [nothing|not one thing] [works|loads|drops|changed] [today|since the patch|in {mode}|], {firm}
        [please|wake up|do better]
    {firm} [is|are] [so |][lazy|greedy|clueless|out of touch|slow|silent]
        [about {part}|{again}|with {mode}|]
    [this|that] [puzzle|quest|jump|timer|escort|maze] [broke me|is torture|is pain|makes no
        sense|took {number} tries]
    [hate|hating|despise] [this|that] [{boss}|map|timer|jump|{item}|song|quest|grind]
        [so much|{laugh}|with passion|]
    [cancer|plague|hell|nightmare] [meta|map|patch|boss|queue], [please change it|can't enjoy it|no
        counterplay]
    i [almost|nearly] [threw|smashed|broke|burned] my [keyboard|controller|mouse|monitor]
        [at {place}|because of {part}|{laugh}|]
    [how is|why is|who made] [the {boss}|{part}|{role}] [legal|allowed|real|still here], [so
        strong|so {bad}|what]
    my [game|pc|ping|screen|frames] [died|froze|sucks|is trash|is a slideshow]
        [at {place}|{again}|when {mode} starts]
"""

FEEDBACK = """
    i [think|feel|believe] {part} [needs|deserves] [work|a rework|more testing|love]
    i don't [agree|think so|like it], [{role} should cost more|{mode} was better before|but you have
        a point]
    [no|nah], that's [wrong|not true|a bad idea|not how {skill} works], [you need a {item}|check the
        wiki]
    your [build|plan|strategy|idea|route] [won't work|is too slow|needs more {item}s|loses to
        {role}] [in {mode}|imo|]
    you [should|could|need to] [practice|learn|use|try] [{skill}|the {role} role|dodging|wards]
        [more|first|{time}|before {mode}]
    you [missed|forgot|wasted|used] [the {skill}|the heal|your {item}|the timer]
        [too early|at {place}|again], [next time wait|watch the {boss}]
    [please|can you|try to] [stay with us|stop running ahead|use voice|ward|heal the {role}|not pull
        {mob}]
    you're [playing|standing|shooting] too [far|close|early|late|slow], [move to {place}|watch
        me|it's ok]
    [we|you] [lost|wiped|died] because [nobody healed|we split|we had no {role}|you went alone],
        [group up next time|let's try again]
    [you're|that's] [wrong|mistaken|not right] about [{part}|the {boss}|{role}|the patch], [look at
        the numbers|sorry]
    i expected more from [{game}|the {item}|this season|{firm}], [but it's okay|maybe {time}]
    {game} is [better|worse|harder|prettier|slower] than [{game}|the first one|i remember]
    the {boss} fight is [too long|well made|my favorite|too easy now]
    please [stop|don't] [spam|spamming|shouting|yelling|pinging] [the chat|in voice|me|{again}]
    [you're|you are] [annoying|late|loud|too slow|salty] today {laugh} [jk|love you|get some {food}]
    {player} [is afk|left|is lagging|needs help|went the wrong way|isn't listening]
    {player} [played|plays] [badly|poorly|too safe|too greedy] [{time}|this round|], [but it's
        fine|give them time|happens]
    {player} should [play {role}|stay back|use {skill}|switch to {role}|take a break]
"""
