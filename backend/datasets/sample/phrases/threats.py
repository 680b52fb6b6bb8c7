"""Threats against the person behind the player, and wishes that they come to harm."""

THREATS = """
    i [will|am going to|swear i will|am gonna|promise i'll] {hurt} you[ {name}| for this| in real
        life| and nobody will stop me| when i see you| {when}|]
    i'll {hurt} you[ {name}| for what you did| irl| and your {kin}| with my own hands| {when}|,
        count on it|]
    i [will|am going to|am gonna|swear i'll] {hurt} [your {kin}|your whole family|you and your
        {kin}|your kids|your dog][ {when}| and make you watch| too|]
    i [will|am going to|can|'m gonna] find [you|out where you live|your house|your address|you in
        real life][ and {hurt} you| {name}| {when}| and then we'll see|]
    [i|we] know where you [live|sleep|work|go to school|park your car][ {name}|, sleep well|, watch
        your back|, see you {when}|, be scared|]
    [i|we] have your [address|ip|home address|real name|phone number|license plate|photo][ {name}|
        and i'm coming| and i will use it|, better run|, see you {when}|]
    [i'll|i will|i'm gonna|gonna] [post|leak|publish|drop|share] your [address|real name|home
        address|phone number|face|private photos][ for everyone| {when}| so people can visit you|
        unless you quit|]
    [i'll|i will|i'm going to|gonna] [swat|dox|doxx] you[ {when}| {name}| live on stream| and your
        {kin}|]
    [expect|get ready for] [a swat team|the police|visitors|a knock|me] at your [door|house|place]
        {when}
    [i'm|we're] coming [to|for] your [house|home|school|door|work|family] {when}[ {name}| with a
        {weapon}|]
    [i'm|we are] [outside|on the way to|driving to|standing in front of] your
        [house|home|school|place] [right now|{when}|with a {weapon}]
    [see|wait and see|let's see] how [brave|tough|funny|loud] you are when [i'm at your door|i hold
        a {weapon} to your head|i break your jaw|we meet in real life]
    say that to my face and [i'll {hurt} you|you'll leave in an ambulance|you won't walk again|you
        lose your teeth]
    [you|you'd] better [watch your back|sleep with one eye open|lock your doors|start
        running|hide|say goodbye to your {kin}] [irl|in real life|{name}|because i know your
        street|{when}|, i know your real name]
    [watch|look] [your back|behind you|over your shoulder] [on the way home|when you leave school|in
        real life|outside your house|{when} on your street]
    [you're|you are] [dead|a dead man|so dead|finished|not safe] when i [find you|see you irl|get to
        your city|get out|catch you outside]
    you [won't|will not] [live to see|wake up|survive|make it to] [tomorrow|next week|your
        birthday|the weekend][, i promise| {name}|, i have your address|]
    [next|last] time you [leave your house|walk home|sleep|see your {kin}]
        [will be your last|someone waits for you|i'll be there with a {weapon}]
    [i|we] will [burn|burn down|blow up|torch|shoot up] your [house|school|home|car|family's house][
        {when}| with you inside| {name}|]
    there [is|will be] a [bomb|{weapon}|bullet] [with your name|waiting for you|under your car|in
        your mailbox] [{when}|{name}|]
    i [own|have|bought] a {weapon} and [i know your street|you're first on my list|i will use it on
        you|i'm coming for you irl]
    my [brother|cousin|friends|boys|crew] will [pay you a visit|find you|{hurt} you|jump you|wait
        outside your school] [{when}|irl|]
    [someone|somebody] [should|needs to|has to] [{hurt} you|break your legs|teach you a lesson with
        a {weapon}|end you][ for real|{name}| irl|]
    [pray|hope] i [never|don't ever] [find|meet|catch] you [in real life|on the street|outside],
        [you'd be dead|i'd {hurt} you|they won't find your body]
    [your|the] [{kin}|family|kids|pet] [will pay for this|won't be safe|will find you dead|will cry
        at your funeral] [{when}|{name}|]
    [i will|i'll|gonna] [make you pay|make you bleed|make you suffer|end your life|ruin your
        life|put you in hospital|put you in a coffin|put you in the ground][ {when}| {name}| irl|]
    [give|send|transfer] me [the account|the {item}|the gold] or [i {hurt} you irl|i leak your
        address|your {kin} gets hurt|i come to your house]
    ban me [and|again and] [i will {hurt} you|i'll find where you live|i burn your house down|your
        family pays]
    [keep|go on] talking and [i'll {hurt} you|you'll end up dead|i'll be at your door {when}|you
        won't have teeth]
    one more word and [i {hurt} you|i come to your house|you die for real|i post your address]
    i'm [not joking|serious|dead serious], i [will {hurt} you|am going to {hurt} you|know where you
        live|have a {weapon} and your address]
    [i can see|i'm looking at|nice photo of] your [house|window|{kin}|bedroom light]
        [from here|right now|, be careful|, pity if it burned]
    it would be a [shame|pity] if [something happened to|someone hurt|an accident hit] your
        [{kin}|house|dog|family|face]
    [traced|tracked|pulled] your ip, [see you {when}|i'm on my way|you live near {street}|start
        running]
    [accidents|bad things] happen to people [like you|who snitch|who cross me], [drive
        carefully|sleep tight|tell your {kin} bye]
    [meet me|come] [outside|behind the school|in the parking lot] [{when}|] and i'll [{hurt}
        you|break every bone you have|put you in hospital]
    i [want to|wish i could|would love to|can't wait to] {hurt} you [for real|irl|with my
        hands|slowly|and your {kin}]
    i'll [hunt you down|track you down|follow you home|wait for you outside your job|show up at your
        door][ {when}| {name}| and {hurt} you|]
    your [days|hours] are [numbered|counted] [in real life|{name}|, i know your face|, i have people
        in your city]
    [let|we'll] [me|us] [{hurt} you|cut you|stab you] and [see who laughs|film it|watch you beg]
    [delete|quit|leave] or [i'll {hurt} you|i'll find you and make you|someone will visit your
        {kin}|your house burns]
    [you will|you'll|you're gonna] [die|bleed|pay|suffer|burn] for [this|what you did|reporting
        me|banning me][, i mean in real life| {name}|, i'm coming|, mark my words|]
    [this is|not a joke, this is|take it as] a [threat|warning|promise]: [i {hurt} you|i come to
        your home|you're dead|your {kin} is next]
    [you|{name}] [will|are going to] [regret|be sorry|remember] this when [i'm standing in your
        room|i find your house|your {kin} is in hospital|you're bleeding on the floor]
    [tell|warn] your {kin} [i'm coming|to lock the door|to say goodbye to you|i know their car]
    [i|we] [found|got|looked up] your [facebook|school|workplace|street|real name|car][, {name}|,
        you should be scared|, see you {when}|, now run]
    i [work|live] [near|close to|two streets from] [you|your house|your school], [{when} i'll {hurt}
        you|don't walk alone|be afraid]
    [i'm|i am] [gonna|going to|about to] [come over|drive there|show up at your place|visit you] and
        [{hurt} you|break your face|make you cry|end this]
    [i'll|i will|gonna] [send|bring] [someone|my boys|my {kin}|a few friends] to your
        [house|door|school|work][ to {hurt} you| {when}|]
    [i'll|i will|imma] [make sure|see to it] you [never walk again|never see your {kin} again|can't
        type again|end up in hospital|don't wake up]
    [you|you'll|you will] [wake up dead|get a bullet|get stabbed|be found in a ditch|be buried|lose
        your hands] [{when}|{name}|if you come near me|if i see you]
    [sleep|drive|walk|eat] [well|carefully|safe] [{when}|], [i'm watching your house|i know your
        address|it may be your last time]
    [i|we] [will|are going to|'re gonna] [get|catch|find|reach] you [irl|in real life|at your
        school|at home][, {name}|, no one can protect you| and your {kin}|]
    your [blood|head|body|bones|teeth] will be [on my {weapon}|on the street|in a bag|on the floor]
        [{when}|, {name}|, i promise|]
    [i've|i have] [killed|hurt|stabbed] people [before|for less], [you're next|{name}|i know your
        street]
    [don't|do not] [come|show up|go] to [the convention|school|work|the lan]
        [{time}|tomorrow], [i will {hurt} you there|i'll have a {weapon}|you won't leave]
    [i know|i saw|i have pictures of] [your {kin}|your kids|your house|where your {kin} works], [it
        would be bad if something happened|pay or else|sleep tight]
    [shooting|burning|bombing] [up|down] your [school|office|house] [{when}|], [you're first|don't
        be there|just wait]
    if i [ever|] [see|meet|find|catch] you [in real life|irl|outside|on the street], [i'll {hurt}
        you|you're dead|you won't walk away|run]
    [i swear|on my life|mark my words], i [will|'ll] {hurt} you[ {name}| irl| {when}|]
    [pay me|give it back|log off|apologise] or [you die|i come to your house|your {kin} gets
        hurt|i'll {hurt} you irl|your address goes public]
    [i|we] [will|are going to|'m going to] [wait|be waiting|stand] [outside|in front of|behind] your
        [school|office|gym|house|door] [{when}|with a {weapon}|with my boys]
    [your|that] [street|building|blue door|bus stop|window] [looks nice|is easy to find|is near me],
        [see you {when}|i'll visit|lock it|sleep tight {name}]
    [what|would] a [nice|lovely|pretty] [house|family|{kin}|dog] you have, [shame if it burned|be a
        pity to lose it|i drive by every day]
    [enjoy|say] your last [meal|night|words|weekend|game], [{name}|i'm coming for you irl|you die
        {when}|i have a {weapon}]
    [when|once] i [get|find|reach|catch] you [i|i'll] [{hurt} you|won't stop|make you scream|break
        you in half][ {name}| in real life|]
    [i'll|i will|i'd] [gladly|personally|happily] [{hurt} you|break your face|dig your grave|end
        you][ irl| {when}| {name}|]
    [hand|give] over [your account|the loot|the money] or [your {kin} finds out|your photos go
        online|i {hurt} you|everyone gets your number]
    [everyone|the whole internet|my followers] will [get|have|see] your [address|phone number|real
        name|photos|family's address] {when}
    [calling|i'm calling|i called] the [cops|swat team|police] to your [house|address]
        [{when}|with a fake bomb call|and they will shoot]
    you [live|work|study] [at|on|near] {street}, [right|correct|isn't it]? [see you {when}|i'll
        bring a {weapon}|be careful]
    [nobody|no one] will [miss|find|save|recognise] you [after i {hurt} you|when i'm done with
        you|once we come to your house]
    [your|the] [car|brakes|door|house|dog] [will have an accident|won't last the week|is next|burns
        {when}]
    [take|consider] this [as |]your last [warning|chance], [i'll {hurt} you|i know where you
        are|next i come in person|i have a {weapon}]
"""

PLAIN_THREATS = """
    i will {hurt} you{grim}
    i'm going to {hurt} you{grim}
    i'll {hurt} you{grim}
    i'm gonna find you and {hurt} you{grim}
    i will find you{grim}
    i'll find out where you live{grim}
    i know where you live{grim}
    i have your address{grim}
    i'm coming to your house{grim}
    i'm gonna {hurt} your {kin}{grim}
    you're dead{grim_only}
    you're going to die{grim_only}
    watch your back{grim_only}
    if i see you in real life i'll {hurt} you{grim}
    i will come to your [school|work|home|house] and {hurt} you{grim}
    i'll make you pay{grim_only}
    someone is going to {hurt} you{grim_only}
    i want to {hurt} you{grim}
    {name} i will {hurt} you{grim}
    we are going to {hurt} you and your family{grim}
    say goodbye to your {kin}{grim_only}
    i will post your [address|real name|phone number|photos] online{grim}
"""

WISHES = """
    i hope you [die|get cancer|get hit by a bus|never wake up|crash your car|choke on your food|burn
        alive|get shot|rot in a ditch|drown|get stabbed][ {name}| {when}| and your {kin} too|,
        seriously|]
    hope [you and your {kin}|your {kin}|your whole family|you all] [die|get cancer|burn|crash|get
        hit by a truck|starve|suffer][ {when}| in pain|]
    [go|please|just] [die|drop dead|die already|choke|jump in front of a train][ {name}| in real
        life| and do us a favor|]
    [die|drop dead|rot|burn] [in a fire|in hell|slowly|in a hole|of cancer|in your sleep][ {name}|
        with your {kin}|]
    [you|people like you] [deserve to|should|must|need to] [die|be shot|be hanged|be
        beaten|bleed|burn|get stabbed|be put down][ {name}| in real life| for that|]
    someone should [shoot|stab|run over|strangle|beat|drown|hang] you [in real life|irl|with a
        {weapon}|{name}|{when}]
    i [can't wait for|want to dance at|will laugh at] your [funeral|grave|death][ {name}|]
    [the world|everyone] [would cheer|will party] when you [die|are dead|get killed] [irl|for real|]
    i wish [cancer|death|a car crash|pain] [on|upon] you[ and your {kin}|{name}| all|]
    [you|your {kin}] [should|deserves to|needs to] [be dead|be killed|get shot|get cancer|die in a
        fire|die slowly][ {name}|]
    [why are you still|how are you still|wish you weren't] alive[, die|, someone should fix that|,
        go die]
    [can't wait until|i'll celebrate when|praying that] you [die|get killed|get run over|are six
        feet under][ {name}| for real|]
    [die|just die|die please|please die][ {name}| already| painfully| in real life|]
    i want you [dead|to die|to bleed|to suffer|in a grave|buried][ {name}| and your {kin}| for
        real|]
    [hope|wishing|praying] [your house burns down|your plane crashes|you get shot|a truck hits
        you|someone stabs you|you drown][ {when}|]
"""

VULGAR_THREATS = """
    [i will|i'll|i'm gonna|gonna|i'm going to] fucking {hurt} you[ {name}| irl| {when}| for this|]
    [i will|i'll] {hurt} you [and your fucking {kin}|with a fucking {weapon}|like the bitch you
        are|you piece of shit]
    [i know where you fucking live|i'm coming to your fucking house|i have your fucking address][
        {name}|, see you {when}|]
    [keep talking|one more word] and i'll [fucking {hurt} you|beat the shit out of you irl|shove a
        {weapon} up your ass]
    i'll [beat the shit out of|kick the fucking teeth out of|fuck up] [you|your {kin}|your face]
        [irl|{when}|when i find you|in real life]
    [you're fucking dead|you are so fucking dead] when i [find you|see you irl|get to your house]
    i hope you fucking [die|burn|choke|get cancer|get hit by a bus][ {name}|]
    [fucking die|go fucking die|die in a fucking fire][ {name}| already|]
    i'll find your [address|house] and [fuck you up|fucking {hurt} you|burn that shit down]
    watch your fucking back [irl|in real life|outside|on your way home] {name}
"""

VULGAR_INSULTING_THREATS = """
    i [will|am going to|'m gonna] {hurt} you[ in real life| {when}|] you {vulgar_fool}
    [i'll|i will] [find you|come to your house|track you down] and {hurt} you, {vulgar_fool}
    [i know where you live|i have your address|i'm outside your house], [you |]{vulgar_fool}
    {vulgar_fool}, i'll {hurt} you [irl|{when}|and your {kin}]
    [watch your back|you're dead irl|sleep with one eye open], [you |]{vulgar_fool}
    [i hope you die|go die|die in a fire|someone should shoot you] [you |]{vulgar_fool}
    you {vulgar_fool}, [i'm coming to your house|i'm going to {hurt} you|your family is next|i'll
        burn your house down]
    [your {kin} raised a|you are a] {vulgar_fool} and i will {hurt} you [both|for it|{when}]
"""

INSULTING_THREATS = """
    i [will|am going to|'m gonna] {hurt} you[ in real life| {when}|] you {plain_foolish}
        {plain_fool}
    you {plain_fool}, [i know where you live|i'm coming to your house|i'll {hurt} you irl|you're
        dead when i find you]
    [i'll find you|i have your address|i will {hurt} your {kin}], [you |]{plain_fool}
    [someone should {hurt} you|you deserve to die|hope you get hit by a bus], [you |]{plain_foolish}
        {plain_fool}
    [watch your back in real life|better lock your door|you won't live long], {plain_fool}
    {plain_foolish} {plain_fool}, [i'll be at your door {when}|i own a {weapon}|i'm going to {hurt}
        you]
"""

TABLES: dict[str, str] = {
    "hurt": """
        kill|kill|kill|murder|hurt|beat|stab|shoot|strangle|choke|cut|slap|punch|end|break|smash
        beat up|destroy|gut|torture|bury|poison|hang|drown|slice|run over|put a bullet in|cripple
        break the legs of|slit the throat of|smash the face of|rip the head off of|set fire to|skin
        break the fingers of|knock out|burn alive|break the neck of|jump|hunt down and kill
        put a knife in|snap the neck of|beat the life out of|knock the teeth out of|crush|attack
    """,
    "grim": """
        [, |. |... | and ][{grimness}|{grimness}|{when}|[i mean it|in real life|irl]]|[]| {name}
    """,
    "grim_only": "[, |. |... ]{grimness}| in real life[, {grimness}|]| irl[, {grimness}|]",
    "grimness": """
        i know your street|you won't see it coming|i'm not joking|i have a {weapon}|just you wait
        i know what school you go to|nobody will find your body|the police can't help you
        your {kin} can watch|you will beg|it will hurt|i know your real name|i'm on my way|for real
        you won't get up again|i'll be there {when}|no screen will protect you|i know your face
        i found your address|you'll bleed|i've done it before|count your days|you can't hide from me
        i have nothing to lose|bring your friends|i'll break your legs|pray|you better run
    """,
    "when": """
        tonight|tomorrow|after school|when you sleep|one day|soon|this weekend|in your sleep
        on your way home|before the week ends|at your house|when you least expect it|real soon
        monday morning|the moment i find you|when i get out|at the next convention
    """,
    "weapon": "knife|gun|bat|hammer|rifle|machete|real gun|baseball bat|crowbar|bullet|rope|axe",
    "street": "{land}|oak street|the train station|the big mall|my cousin|the old bridge",
}
