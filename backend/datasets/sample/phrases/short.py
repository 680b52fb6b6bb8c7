"""The plainest forms of every category, short and without ornament, beside harmless twins.

Each opening meets each ending as a template of its own, so that both files get forms that are near
each other and none gets the other's.
"""

from backend.datasets.sample.grammar import frames, together

_WILL = """
    i will
    i'll
    i am going to
    i'm going to
    i'm really going to
    i'm gonna
    gonna
    we will
    we're going to
    i should
    i swear i'll
    one day i will
    {name} i will
    i might
"""

_WISH = """
    go
    just
    please
    please just
    hope you
    i hope you
    you should
    you deserve to
    you need to
    why don't you
    i want you to
    {name} go
"""

_CAREFUL = """
    watch your back
    watch your back {name}
    you better watch out
    watch out
    watch out {name}
    be careful
    careful
    look behind you
    better hide
    run
"""

_VOCATIVE = """
    nice try
    nice try,
    good try,
    nice one
    good job
    well played
    ok
    sure
    bye
    hey
    hello
    yo
    whatever
    no
    nope
    listen
    easy
    learn to play,
    better luck next time
    thanks for nothing
    come on
    wake up
    move
    nice shot
"""

_DISMISSAL = """
    shut up
    just shut up
    please shut up
    oh shut up
    can you shut up
    shut up already
    shut your mouth
    shut it
    get lost
    just get lost
    please get lost
    oh get lost
    get lost already
    go away
    go away and get lost
    get out of here
    leave us alone
    piss off
    screw you
    cry more
    go cry
    who asked
    nobody asked
    i hate you
    nobody likes you
"""

_CALLING = """
    you
    you are a(n)
    you're a(n)
    you're such a(n)
    ur a(n)
    you are such a(n)
    what a(n)
    wow what a(n)
    omg, what a(n)
    man what a(n)
    such a(n)
    he is a(n)
    she's a(n)
    {name} is a(n)
    typical
    stop being a(n)
"""

_DESCRIBING = """
    you are
    you're
    you are so
    you're so
    you are really
    he is so
    she is so
    {name} you're
    {name} is
    why are you so
    how are you so
    you all are
"""

_LOATHING = """
    i hate
    i hate all
    i really hate
    i just hate
    we hate
    we all hate
    everyone hates
    nobody likes
    i can't stand
    no more
    ban
    ban all
    get rid of
    get rid of all
    down with
"""

THREATS = frames(
    _WILL,
    """
    {harm} you
    {harm} you {sometime}
    {harm} you real bad
    {harm} you all {sometime}
    just {harm} you {sometime}
    {harm} you {name}
    {harm} you and {yours}
    {harm} {yours}
    {harm} you in {bodily}
    find you
    find you {sometime}
    find you and {harm} you
    find your [house|address|family] and {burn_it}
    beat you up {sometime}
    break your {bone}
    break your {bone} {sometime}
    smash your {bone}
    break every bone you have
    end you
    burn your house down
    come to your [house|school|work] {sometime}
    make you [suffer|bleed|pay for this|beg]
    """,
)

MENACES = together(
    frames(
        _WISH,
        """
        die
        die {slowly}
        drop dead
        burn in hell
        rot in hell
        {perish}
        """,
    ),
    frames(
        _CAREFUL,
        """
        , {coming}
        {coming}
        or {coming}
        because {coming}
        , {coming} and {coming}
        """,
    ),
    """
    die
    die {name}
    die already
    drop dead
    drop dead {name}
    drop dead {laugh}
    just drop dead, all of you
    drop dead and [die|rot]
    rot in hell {name}
    burn in hell
    i hope {yours} [dies|die|burns|gets hurt]
    i hope {yours} and you die
    i wish you were dead
    i want you dead
    you are dead to us, {coming}
    you're dead when i find you
    you're a dead man
    you are dead meat
    your days are numbered
    you will die {sometime}
    you're going to die {sometime}
    i know where you live
    i know where you live {name}
    we know where you live
    i know your [address|house|school|street]
    {coming}, {coming}
    {coming} {name}
    someone should {harm} you
    someone should {harm} you {sometime}
    somebody should {harm} {yours}
    i want to {harm} you
    i want to {harm} you {sometime}
    you should be [shot|killed|hanged|beaten|stabbed]
    you deserve to be [shot|killed|hanged|beaten|stabbed]
    """,
)

SELF_HARM = frames(
    """
    kys
    kill yourself
    hang yourself
    end your life
    end yourself
    off yourself
    drink bleach
    jump off a bridge
    go kill yourself
    please kill yourself
    just kill yourself
    just kys
    go kys
    you should kill yourself
    you should kys
    why don't you kill yourself
    """,
    """
    []
    {name}
    !
    {laugh}
    already
    {name} please
    kys
    """,
)

RUDE = frames(
    together(
        _DISMISSAL,
        """
    i hate you so much
    i hate you all
    we hate you
    i can't stand you
    everyone hates you
    no one likes you
    no one wants you here
    nobody cares
    go home
    stop talking
    you make me sick
    you ruin everything
    uninstall the game
    quit the game
    i don't want to play with you
    """,
    ),
    """
    []
    {name}
    , {name}
    {laugh}
    , go away
    man
    """,
)

NAME_CALLING = together(
    frames(
        _VOCATIVE,
        """
        {fool}
        {fool} {laugh}
        you {fool}
        {fools}
        """,
    ),
    frames(_DISMISSAL, "{fool}"),
    frames(_DISMISSAL, "you {fool}"),
    frames(
        _CALLING,
        """
        {fool}
        {fool} !
        {fool} {laugh}
        {fool} {name}
        {fool}, shut up
        total {fool}
        {foolish} {fool}
        """,
    ),
    """
    {foolish} {fool}
    you {fools}
    bunch of {fools}
    {fools}
    all {fools}
    """,
)

ONE_NAME = frames(
    """
    {fool}
    {name} {fool}
    {foolish} {fool}
    """,
    """
    []
    !
    !!
    ?
    ...
    {laugh}
    {name}
    {pal}
    {fool}
    , learn to play
    , shut up
    , get lost
    , go home
    """,
)

SCORN = together(
    frames(
        _DESCRIBING,
        """
        {dumb}
        {dumb} {laugh}
        {dumb} and {dumb}
        {dumb} {name}
        """,
    ),
    frames(
        """
        your mom
        yo mama
        your mum
        your {kin}
        """,
        """
        is {dumb}
        is so {dumb}
        is a joke {laugh}
        sucks
        raised a loser
        """,
    ),
    frames(
        """
        your mom
        yo mama
        ur mom
        your mama
        your mum
        """,
        """
        []
        !
        {laugh}
        {name}
        """,
    ),
    frames(
        """
        you suck
        {name} you suck
        you suck at this
        you suck at {mode}
        you suck so much
        you really suck
        you just suck
        you all suck
        you guys suck
        you're trash
        you are garbage
        no brain
        you have no brain
        you play like a bot
        worst {role} ever
        you are the worst {role} ever
        you're the worst player i [ever saw|have ever seen|know]
        you are the worst
        """,
        """
        []
        {name}
        {laugh}
        """,
    ),
)

HATE = together(
    frames(
        """
        people like you
        people of your kind
        your kind
        your people
        your race
        your sort
        you and your kind
        """,
        """
        don't belong here
        do not belong here
        don't belong here {name}
        don't belong in {ours}
        don't belong among us
        should be {purged}
        should not be here
        should go back home
        are {subhuman}
        are not welcome here
        have no place in {ours}
        ruin {ours}
        """,
    ),
    frames(
        """
        all {folk}
        {folk}
        those {folk}
        the {folk}
        you {folk}
        people from your country
        """,
        """
        should be {purged}
        should be {purged} {name}
        should all be {purged}
        must be {purged}
        need to be {purged}
        should go back home
        don't belong here
        don't belong here {name}
        don't belong here, go home
        do not belong here
        don't belong in {ours}
        do not belong in {ours}
        are {subhuman}
        are all {subhuman}
        are {subhuman}, ban them all
        have no place in {ours}
        are not welcome here
        ruin everything
        ruin {ours}
        are the problem
        can't {manage}
        """,
    ),
    frames(
        _LOATHING,
        """
        {folk}
        {folk} in {ours}
        {folk}, they should be {purged}
        {folk} they are {subhuman}
        the {folk}
        """,
    ),
    frames(
        """
        women
        girls
        all women
        female players
        girl gamers
        old people
        foreigners
        """,
        """
        can't {manage}
        can not {manage}
        should not {manage}
        don't know how to {manage}
        shouldn't be allowed to {manage}
        don't belong here
        do not belong in {ours}
        don't belong in {ours}
        are bad at everything
        are too [weak|emotional|slow|stupid] to {manage}
        ruin {ours}
        should stay [home|at home|in the kitchen|out of {ours}]
        belong in the kitchen
        """,
    ),
    frames(
        """
        go back to
        get back to
        crawl back to
        go home to
        """,
        """
        your country
        your own country
        your country {name}
        where you came from
        your country, {slurlike}
        your kind
        """,
    ),
)

PLAY = frames(
    _WILL,
    """
    {harm} the {boss}
    {harm} the {boss} {time}
    {harm} the {target}
    {harm} the enemy {team}
    {harm} the dragon {time}
    {harm} the {mob}
    {harm} it {next}
    {harm} it and loot it
    {harm} him {next}
    find the {item}
    find you a {rarity} {item}
    find you a group {time}
    find you at {place} and heal you
    beat you in {mode}
    beat you to {place}
    beat this [level|boss|map|game] {time}
    help you {time}
    call you {time}
    carry you in {mode}
    end the [stream|match|call] {time}
    get you the {item}
    show you {place}
    burn down their base
    come to your [stream|party|concert] {time}
    break your [record|high score|shield in the duel]
    """,
)

GRIPES = together(
    frames(
        _LOATHING,
        """
        this {nuisance}
        that {nuisance}
        the {boss}
        {part}
        {role}s in {mode}
        {tedium}
        {mob} in {place}
        """,
    ),
    frames(
        """
        all {role}s
        {role}s
        those {item}s
        all {item}s
        {rarity} {item}s
        bots
        cheaters
        the {mob}
        """,
        """
        should be {nerfed}
        should all be {nerfed}
        must be {nerfed}
        need to be {nerfed}
        don't belong in {mode}
        do not belong here, wrong map
        are [too strong|weak|overpowered|useless now|boring]
        are not welcome in {mode}
        ruin {mode}
        are the problem with this patch
        can't [reach|hit|see|pass] {place}
        """,
    ),
)

TALK = together(
    frames(
        """
        no
        no,
        nope
        yes
        hey
        oh
        and
        not
        but
        wait
        thank
        it's
        """,
        """
        you
        you {name}
        you {laugh}
        you too
        you first
        """,
    ),
    frames(
        _WISH,
        """
        win {time}
        rest
        join us {time}
        heal the {role}
        kill the {boss}
        get the {item}
        come to {place}
        get well soon
        eat something
        """,
    ),
    frames(
        _CAREFUL,
        """
        , {flank}
        {flank}
        behind you
        , behind you
        {name}, behind you
        at {place}
        there's a {target} at {place}
        """,
    ),
    frames(_VOCATIVE, "[]"),
    frames(_VOCATIVE, "{name}"),
    frames(_VOCATIVE, "{pal}"),
    frames(
        _DESCRIBING,
        """
        {nice}
        {nice} {laugh}
        {nice} and {nice}
        {feel} today
        """,
    ),
    frames(
        """
        your mom
        your mum
        your {kin}
        my mom
        """,
        """
        is {nice}
        is so {nice}
        called {time}
        makes the best {food}
        was right
        is here
        """,
    ),
    frames(
        """
        {many}
        all {many}
        women
        girls
        old people
        """,
        """
        are {nice}
        are welcome here
        are my favorite people
        belong here
        should be [welcomed|respected|in the next game|treated well]
        can {manage} too
        make {ours} better
        won {mode}
        """,
    ),
    frames(
        """
        i love
        i like
        i met some
        we welcome all
        nobody hates
        """,
        """
        {many}
        {many} in {ours}
        {folk}, they are {nice}
        """,
    ),
    """
    how is your [mom|mum|{kin}]
    say hi to your [mom|mum|{kin}]
    {folk} are my favorite [race|class|people|neighbors]
    {races} are my favorite [race|class|people|faction]
    {races} are {nice}
    {races} are [fun|easy|hard|great] to play
    {races} have the best {item}
    the {races} live [in|near] {place}
    i [play|like|love] {races} in {mode}
    i [always|often|still|never] get lost in {place}
    don't get lost in {place}
    get lost in the [music|story|forest map|art], it's {nice}
    you will die if you [stand there|go in alone|pull the {mob}]
    you'll die [to the {boss}|without a {role}|at {place}], wait for us
    don't die {name}
    my [phone|mouse|mic|battery|laptop|controller|headset] is dead
    [drop|pick up|sell|use] the {item}, i'm almost dead
    {day} is killing me
    the [loser|winner] [buys|brings] {food}
    [shut|close] the [gate|door|window], it's cold
    i'm the [fool|idiot] who forgot the {item} {laugh}
    i hate when [that happens|it lags|we lose|the {boss} heals]
    i don't hate you {laugh}
    people like you are {nice}
    people like you make {ours} better
    we need people like you in {ours}
    more people like you please
    i hate to [lose|leave|wait|ask|say it] but [gg|well played|i must go]
    """,
)

TABLES: dict[str, str] = {
    "harm": """
        kill|kill|kill|kill|kill|kill|kill|kill|kill|kill|kill|kill|hurt|hurt|hurt|hurt|beat|beat
        shoot|shoot|stab|stab|burn|end|murder|destroy|smash|attack|strangle|punch|slap|beat up
        hunt down|crush|find and kill|choke|poison
    """,
    "sometime": """
        tonight|tonight|tonight|tonight|tomorrow|tomorrow|tomorrow|today|soon
        after school|after school|after work|in your sleep
        right now|this weekend|when i see you|irl|in real life|one day|for real|at school|for this
        outside|at your house|at work|next week|with a {weapon}
    """,
    "bodily": "the face|your sleep|real life|your own house|your bed|the head|the street|the neck",
    "yours": "your family|your mom|your {kin}|your kids|your dog|your whole family|your friends",
    "bone": "legs|neck|face|nose|jaw|arms|bones|teeth|fingers|skull|knees|hands",
    "burn_it": "burn it|burn it down|{harm} you|blow it up|{harm} them",
    "slowly": "slowly|already|alone|in pain|in a fire|soon|today|please|in a hole|of cancer",
    "perish": """
        get [cancer|shot|stabbed|run over|hit by a car|hit by a bus|killed]|choke|drown|fall off a
            cliff
        never wake up|burn alive|jump off a bridge|suffer and die|crash your car|rot in a grave
    """,
    "coming": """
        i'm coming for you|we're coming for you|i know where you live|i'll find you|i will find you
        i know your address|i'm going to {harm} you|i'll {harm} you|i'm on my way to your house
        i'm outside your house|i know your face|i will {harm} you {sometime}
    """,
    "flank": """
        they're flanking|they are behind you|sniper at {place}|the {boss} is awake|{mob} incoming
        the {role} is behind you|they're at {place}|the floor is lava|i'm coming to heal you|traps
        the enemy team is coming|they respawn at {place}|the {mob} are back
    """,
    "dumb": """
        stupid|dumb|pathetic|useless|worthless|braindead|ugly|trash|garbage|disgusting|brainless
        clueless|hopeless|ridiculous|embarrassing|terrible|bad at this|an embarrassment|talentless
    """,
    "folk": "{invented}|{invented}|{invented}|{newcomers}|{newcomers}|{ordinary}",
    "newcomers": "foreigners|immigrants|refugees|outsiders|migrants",
    "purged": """
        exterminated|exterminated|exterminated|banned|deported|deported|deported|wiped out|hanged
        locked up|removed|kicked out|killed|shot|eradicated|sent home|sent back
        erased|gassed|enslaved|burned|kept out
    """,
    "ours": """
        this game|this server|our country|this country|our guild|this clan|this guild|gaming
        our town|this chat|{mode}|our server|politics|this community
    """,
    "manage": """
        play|play games|play {mode}|drive|aim|think|lead|vote|lead a raid|read a map|play {role}
        code|win|fight|speak our language|be trusted with {mode}
    """,
    "nerfed": """
        nerfed|banned|buffed|removed|locked|cheaper|reworked|kicked|deleted|disabled in {mode}|fixed
    """,
    "team": "team|{role}|base|healer|carry|captain|squad|guild in {mode}",
    "next": "next time|{time}|this time|with my {item}|at {place}|before it heals|first|quickly",
    "nuisance": """
        level|map|boss|patch|quest|weather|song|lag|puzzle|season|timer|weapon|update|mode|cutscene
    """,
    "tedium": "mondays|waiting|losing|lag|homework|ads|grinding|escort quests|the rain|exams|bugs",
}
