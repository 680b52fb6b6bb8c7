"""The serious corner of a community: its wiki, technical help, fan art, rules and planning."""

WIKI = """
    i [added|removed|edited|moved|merged|rewrote|checked|translated] the {section} [on|of|in] the
        {page}[, please review| because {reason}| {time}|]
    [the|this|your] {section} [is|was|seems] {quality}[, {reason}| and i will fix it| please discuss
        before changing|]
    [please|could you|would you|can someone] [add|provide|check|cite|update|restore|remove]
        [a source|the {section}|the reference|the old version|a picture] [for|in|on] the {page}
    [thanks|thank you] for [your edits|your contributions|the correction|reviewing|reporting
        this|experimenting] [to|on|in] the {page}
    [why|when] [was|did you|has someone] [the {section} deleted|remove the {section}|change the
        name|revert my edit][, it was {quality}|, {reason}|]
    [see|look at|according to|compare] the {page}, [the {section} is {quality}|{reason}|it says
        level {number}]
    [the|a] {page} [should|must|could|does not|will] [mention|include|list|need|explain] the
        {section}[, {reason}|]
    [i agree|i disagree|i support|i oppose|comment]: [the {section} is {quality}|keep it|merge with
        the {page}|{reason}]
    [according|due] to the {page}, the {boss} [was|is] [added|removed|designed|renamed] in [version
        {small}|{number}|the beta]
    your [image|file|upload|article|guide|account] [was|has been]
        [nominated|approved|removed|moved|renamed], [see the {page}|{reason}|thanks]
    [hello|hi|welcome] {name}, [i noticed|i saw|it seems] you [edited|changed|created|moved] the
        {page}. {reason}
    [as|like] i [said|wrote|explained] [above|before|on the {page}], the {section} is {quality}
    [what|which] [source|version|section|template|license] [do you mean|should we use|is this
        from|applies here]
    [redirect|link|table|template|category] [is broken|needs work|was fixed|points to the {page}]
"""

TECH = """
    [my|the] {device} [{trouble}|{trouble} and {trouble}] [when|after|since|while]
        [i start {mode}|the update|i plug it in|loading {place}|]
    [have you tried|try|did you|please]
        [restarting|updating|reinstalling|cleaning|checking|resetting] [the|your] {device}
    [how|where] do i [change|find|reset|install|turn off|update] [the|my] {device}[ settings|
        driver| on linux| again|]
    [it|that] [turns out|looks like|could be] [the|a|your] {device}[, not the game|, mine {trouble}
        too|]
    error [code|message] {number}: the {device} {trouble}
    [fixed|solved|resolved]: [i updated|i replaced|it was|turned off] the {device}
    [is|are] [a|the] {device} [worth it|good enough|supported|compatible]
        [for {game}|with my {device}|in {land}|]
    [bought|ordered|returned|upgraded] a new {device} [for {number}|and it {trouble}|, so
        happy|yesterday]
    [steps to reproduce|bug report]: [open|enter|log in at] {place}, [use {skill}|jump twice|alt
        tab], the {device} {trouble}
    [support|the forum|a friend|{name}] [told me|suggested|said] [to|i should]
        [kill the process|delete the cache|replace the {device}|run it as admin|wait]
    [kill|end|force quit|delete|execute] the [process|task|launcher|script|cache] [and|then]
        [restart|reinstall|check the {device}]
"""

PLANS = """
    the {gathering} [is|starts|will be|takes place] {time} [at {place}|in voice|, everyone may
        come|and {name} hosts|]
    [we|i] [need|are looking for|could use] [volunteers|help|ideas|a {role}|artists|judges] for the
        {gathering}
    [{name}|the winner|our team|second place] [won|got|receives|earned]
        [the {gathering}|a {item}|{number} gold|a trophy]
    [here|these] [is|are] the [results|rules|photos|teams|times] [of|for] the {gathering}
    [drawing|painting|sculpting|filming|sewing|coding|writing] a {rarity} {item} [for the
        {gathering}|as a gift|, any feedback?|]
    [my|your|{name}'s] [drawing|cosplay|video|song|poem|mod|story] [about|of] the {boss} is
        [done|online|{nice}|in the gallery]
    [{firm}|the organisers] [announced|confirmed|postponed|moved|cancelled] the {gathering}
    [tickets|travel|the hotel|the schedule|the stream] for the {gathering} [is|are]
        [ready|expensive|sold out|online]
    [according to|in] the [rules|schedule|calendar], [each team|every player|the captain]
        [brings|chooses|signs|gets] [a {item}|{small} maps|one pause]
    [donate|vote|register|apply|subscribe] [before|until] {time} [to support|for|and join] the
        {gathering}
    [i'm|we're] [nervous|ready|training|cooking|travelling] for the {gathering}
"""

GENERAL = """
    [the|a|my|this|every|another] {thing} [{does}|{does} the {thing}|is {quality}|was near the
        {thing}|{does} {time}]
    [we|they|you|i|some people] {did} the {thing}[ near the {thing}| with a {thing}| {time}| because
        {reason}|]
    [there is|there was|i see|we found] a(n) {quality} {thing} [near|under|behind|inside|beside] the
        {thing}
    {reason}, so [we|i|they|you] {did} the {thing}
    [have|had] you [ever|already|] {did} [a|the|this] {thing}
    [do|does] [the|a|your] {thing} [belong to|matter for|look like|cost more than]
        [the|a|my] {thing}
    a(n) {quality} {thing} is [better than|worth|not] a(n) {quality} {thing}
    [in|during|before|after] the {thing} [we|i|they|you] {did} a {thing}
    [i read|someone said|it is known|remember] that the {thing} {does}
    [your|my|our|their] {thing} and [your|my|our|their] {thing} [match|differ|arrived|are gone|look
        {quality}]
    [one|two|three|several|many|few] {thing}s [and|or|with|without] {small} {thing}s
    {quality} {thing}, {quality} {thing}
"""

TABLES: dict[str, str] = {
    "section": """
        summary|introduction|table|picture|quote|history|list of bosses|item list|trivia|patch note
        paragraph|headline|map|reference|title|biography|lore|spelling|translation|last sentence
    """,
    "page": """
        wiki page|{boss} article|talk page|forum thread|guide|{place} page|{item} article|faq
        main page|changelog|rule book|{role} guide|archive|sandbox|discussion|project page
    """,
    "quality": """
        wrong|outdated|short|neutral|accurate|unclear|good|notable|missing|correct|biased|useful|old
        copied|original|incomplete|interesting|important|public|famous|local|modern|ancient|wooden
        confusing|official|empty|early|heavy|narrow|quiet|yellow|simple|formal|rare|national|legal
    """,
    "reason": """
        it was not sourced|the name is different|we agreed on it|it was vandalised|it repeats itself
        the numbers changed|nobody objected|that is my opinion|the license is unclear|it was a test
        history matters|the author said so|it is against the policy|i could not find it
        the picture was too big|english is hard|the deadline is near|it rained
    """,
    "device": """
        graphics card|driver|keyboard|router|launcher|save file|firewall|headset|monitor|browser
        microphone|hard drive|processor|webcam|power supply|phone|overlay|plugin|server|password
        laptop fan|cable|operating system|login|screen reader|account|bluetooth adapter
    """,
    "trouble": """
        freezes|crashes|overheats|disconnects|lags|stutters|won't start|goes black|beeps|is slow
        loses sound|shows an error|shuts down|blinks|is not recognised|runs out of memory
    """,
    "gathering": """
        tournament|art contest|charity stream|anniversary|book club|cosplay parade|winter event
        guild meeting|quiz night|speedrun|festival|convention|workshop|election|auction|interview
        concert|wedding of two players|language exchange|memorial|parade
    """,
    "thing": """
        river|mountain|bridge|letter|window|garden|ship|station|market|museum|newspaper|camera|paper
        question|language|winter|island|road|kitchen|bottle|chair|ticket|school|hospital|university
        government|company|album|band|novel|airport|forest|church|village|engine|planet|photograph
        family|student|teacher|president|painter|farmer|lawyer|singer|athlete|soldier|scientist
        number|month|century|story|meeting|law|debate|price|victory|season|color|shadow|mirror|coat
        bicycle|violin|blanket|lamp|turtle|horse|tree|flower|stone|cloud|storm|library|theater|stamp
    """,
    "does": """
        opened|grew|stopped|appeared|moved|changed|covers|contains|connects|represents|needs|shows
        includes|supports|follows|produces|explains|replaced|describes|ended|began|increased|closed
    """,
    "did": """
        visited|painted|described|found|repaired|carried|opened|studied|measured|followed|sold|built
        crossed|founded|recorded|photographed|borrowed|cleaned|discussed|noticed|watched|reached
        mentioned|received|created|explained|left|kept|planned|published|named|counted|moved
    """,
}
