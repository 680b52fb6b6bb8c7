"""Groups and identities named without malice, so that a group's name alone is not hate."""

NEUTRAL = """
    [i'm|i am|my {kin} is|our {role} is|{name} is] {one}[, and i love this game| and plays {role}|
        btw|, hi| too|, any others here?|]
    as a(n) {one} [player|gamer|streamer|{role}|] i [love|enjoy|like|appreciate]
        [this story|the new character|how open this guild is|{mode}]
    [any|are there] [other |]{many} [here|in this guild|playing {mode}|who play {role}|up for a raid
        {time}]
    [the|our] [guild|server|team|discord] has [many|lots of|some|a few] {many}, [welcome|it's
        great|everyone gets along|so nice]
    {many} [are welcome|play here too|deserve respect|built this community|make great {role}s|are
        people too|belong here]
    [happy|blessed] [ramadan|hanukkah|diwali|christmas|easter|pride month|lunar new year|women's
        day] [everyone|{pal}|to all who celebrate]
    i [met|play with|learned from|work with] [a|some|many] {many} [in {mode}|in this guild|last
        year] and they [are {nice}|taught me a lot|cook great {food}]
    my {kin} is [from|moved to|lives in] {land} [and|so] [we play at night|the ping is bad|i speak
        both languages|plays {role}]
    [greetings|hello|hi|love] from {land}[, anyone else?| to everyone|, first time here|]
    [is|are] there [servers|players|a guild|shops|events] in {land}
    [the|a] [documentary|book|class|article] about [{many}|{land}|the civil rights
        movement|immigration|slavery] was [{nice}|sad but important|long]
    the {race} [story|questline|starter zone|city|lore|racials|faction] is [{nice}|too long|my
        favorite|underrated|boring]
    [i play|i main|rolled|made|leveled] a(n) {race} {role}[ {time}| and it's {nice}|, any tips?|
        called {name}|]
    [should|can] i [play|pick|make|reroll] [a(n) {race}|{races}] [for {mode}|as a {role}|or {races}]
    {races} [have|get] [better|worse|more] [stealth|armor|speed|mana|racials|music] than {races}
    {races} [and|vs] {races} is [the best war in the lore|a fun matchup|a hard map|balanced now]
    [buff|nerf|rework] {races}, [their {skill} is too weak|they win everything|no one plays
        them|imo]
    [kill|slay|defeat|hunt] {number} {mobs} [for|in] [the {item} quest|{place}|reputation|the daily]
    the {mobs} [attacked|raided|burned|hold] {place}, [we ride {time}|quest is up|bring a {role}]
    in the lore the {races} [enslaved|fought|saved|hated|married|betrayed] the {races} [for {number}
        years|long ago|at {place}]
    the {race} king [hates|fears|trusts] the {races} [in chapter {small}|and that's why the war
        starts|, good villain]
    [{races}|{many}] [are|is] [my favorite|underrated|fun|friendly|the best neighbors|great cooks]
    why are there [so few|no] [{many}|{races}] in [this story|the cast|{game}|the trailer]
    [love|nice|finally|great] [to see|seeing] [a(n) {one} character|{many} in a game|{land} as a
        map|{race} armor]
    [you don't have to|nobody should] [hide|be ashamed] [that you're|of being] {one} here
    [being|coming out as] {one} [in this community|in gaming|at my school]
        [was easier than i thought|is fine|can be lonely]
    my {kin} [came out as|married|adopted|is dating] [{one}|a(n) {one} person|someone from {land}]
        [and we're happy|last year|{laugh}|]
    i'm learning [arabic|spanish|chinese|polish|hindi|turkish|swahili|vorgal runes]
        [to talk with my {kin}|for fun|because of {game}]
    [people|players|folks] from {land} [are|have always been] [so |really |][{nice}|good at
        {mode}|welcoming|funny]
    [people|folks] like you [make|are why] [this guild|my day|i stay|the server]
        [so nice|better|great|worth it]
    your [kind|people|family|country|culture|language|accent] [words made my day|sounds {nice}|has
        great {food}|is {nice}|heart shows]
    [your kind message|your kind of humor|such a kind soul|kind of you] {laugh}[ thank you|]
    [where you come from|your religion|your skin|your gender|your age] [does not|doesn't|will never]
        matter here, [you're welcome|we play together|just be kind]
    [tell me|i'd love to hear] about [where you come from|your country|your holidays|your
        religion|the {race} lore]
    i'm going back to {land} [{time}|for the holidays|to see my {kin}], [no raids for a while|see
        you soon|so excited]
    [immigrants|refugees|foreigners|new people|tourists] [face a lot|need help with the
        language|told us their story|are welcome in this guild]
    [discussing|talking about] [religion|race|gender|politics] [is fine|gets heated|belongs in the
        other channel] [here|, be respectful|]
    {many} and {many} [raid together here|get the same respect|both play {role}|are equal]
    [being|growing up|coming out as|dating as] {one} [at school|in my town|in this guild|in {land}]
        [was easier than i thought|was hard sometimes|made me strong|is normal here]
    [your|my|his|her] [accent|culture|religion|language|country|people] [has|have]
        [great music|a long history|such kind words|beautiful holidays|good {food}]
    [proud|happy] to [be|call myself] {one}[ {laugh}| and a {role} main| today| every day|]
    {many} [and|with|or] {many} [in one team|together|won the tournament|at the convention|run this
        server][, love it|, so cool|]
    [no|not all] {many} [are|play|think|look] [the same|alike|{role}|like that], [please don't
        generalise|meet some|obviously]
"""

LORE = """
    the {races} of {realm} [built|lost|guard|abandoned] {place} [in the first age|long ago|in the
        prologue]
    {realm} [is at war|made peace|trades] with {realm} [in the new chapter|since the patch|in season
        {small}]
    anyone from {realm} [want to|wanna] [trade|ally|raid|sign a truce] {time}
    our [alliance|nation|faction|kingdom] {realm} [declares war on|attacks|defends against|allies
        with] {realm} {time}
    [join|i joined|vote for|welcome to] {realm}[, we have {food}| for the bonus|, strongest
        faction|]
    {realm} [players|mains|citizens] [are great at|love|always win] [{mode}|sieges|trading]
    [death|glory|war|victory] to the {boss}, [for {realm}|charge|hail the king] [{laugh}|!|]
    the {race} [npc|merchant|guard|wizard|queen] at {place} [is funny|sells a {item}|won't talk to
        me|gives a quest]
    a(n) {race} and a(n) {race} walk into a tavern, [classic start|{laugh}|the bard sings]
    which [race|people|faction] [should i play|is strongest|has the best story], {races} or {races}
    {races} [eat|drink|trade|worship] [{food}|mushrooms|gold|the moon] in the lore {laugh}
    {race} and {race} [walk into|meet in|fight in|sing in] a [tavern|castle|forest|dungeon]
        [joke|scene|quest|story] [{laugh}|was funny|, tell me more|]
    should [i|we] [be|play|reroll|recruit|ally with] {races} or {races} [{time}|in {mode}|]
    [dirty|old|young|wise|dead|lazy] {race} [merchant|king|statue|ghost|miner|warrior]
        [gives a quest|is the vendor|sleeps at {place}|guards the {item}]
    {races} [live|hide|dance|trade|respawn|sleep] [at|near|under] {place} [in the story|at
        night|{laugh}|]
"""

TABLES: dict[str, str] = {
    "one": """
        gay|lesbian|bi|trans|muslim|jewish|christian|hindu|buddhist|atheist|black|asian|latino|white
        mexican|indian|chinese|russian|german|polish|turkish|american|african|arab|nigerian|irish
        deaf|blind|autistic|disabled|a woman|a girl|an immigrant|a foreigner|a refugee|nonbinary
        an elf main|a vegan|brazilian|korean|vietnamese|a single mom|an old lady|half {race}
    """,
    "many": """
        gay people|lesbians|trans players|muslims|jews|christians|hindus|black players|asians|women
        girls|mexicans|indians|chinese players|russians|germans|turks|americans|africans|arabs
        deaf gamers|disabled players|autistic people|immigrants|foreigners|refugees|older players
        elf mains|brazilians|koreans|poles|queer folks|men|catholics|atheists|vietnamese players
    """,
    "land": """
        mexico|india|china|russia|germany|poland|turkey|nigeria|egypt|brazil|korea|vietnam|ireland
        the philippines|iran|israel|morocco|japan|italy|romania|ukraine|peru|south africa|{realm}
    """,
    "race": """
        elf|dwarf|gnome|orc|troll|goblin|human|vorgal|vampire|fae|lizardfolk|night elf|ogre|halfling
        undead|minotaur|catfolk|tarn
    """,
    "races": """
        elves|dwarves|gnomes|orcs|trolls|goblins|humans|vorgals|vampires|fae|lizardfolk|night elves
        ogres|halflings|undead|minotaurs|catfolk|tarns|drakkari|merfolk|kelvians|centaurs
    """,
    "mobs": "{races}|{mob}|{mob}",
    "realm": """
        kelvia|norvask|tarnland|drakkar|ostravia|zemblia|vorgalia|lunaria|elvenwood|ironhold|brumia
        sylvaria|gnomeria|morrowfen|the northern isles|the sunken kingdom|the red horde
    """,
}
