"""Longer posts, as people write under patch notes or in a guild's forum."""

POSTS = """
    {opening}. {point}. {point}. {closing}
    {opening}. {point} {so} {point}. {closing}
    {opening}, {aside}. {point}. {point}. {point}. {closing}
    {point}. {point}. {closing}
    {point}, {aside}, {so} {point}. {closing}
    to {firm}: {point}. {point}. {closing}
    long post, sorry. {point}. {point}. {point}. {closing}
    tl;dr at the end. {opening}. {point}. {point}. tl;dr: {point}
    {opening}. first, {point}. second, {point}. {closing}
    my review after {number} hours: {point}. {point}, {aside}. {closing}
    guide for {role}s: {advice}. {advice}. {advice}. {closing}
    how to beat the {boss}: {advice}. then {advice}. {closing}
    {advice}. {advice}, {aside}. {closing}
    raid report: {event}. {event}. {event}. {closing}
    {event} {so} {event}. {event}. {closing}
    {event}. {event}, {aside}. {point}
    dear guild, {event}. {event}. {closing}
    update on {time}: {event}. {advice}. {closing}
    {opening}. {event}. {point}. {closing}
    i disagree with the post above. {point}. {point}. {closing}
    question for the {role}s here. {point} {so} {event}. {closing}
    story time. {event}. {event} {so} {event}. {closing}
    hi all, {aside}. {event}. {advice}. {closing}
    why i came back: {point}. {event}. {closing}
    why i'm leaving: {point}. {point}. {closing}
"""

TABLES: dict[str, str] = {
    "opening": """
        i've been playing [since the beta|for {small} years|on and off] and wanted to share some
            thoughts
        [hi|hello] [everyone|all], [first post here|long time reader|not sure if this is the right
            place]
        after [{number} hours|this weekend|the patch] i [changed my mind|have to say something|feel
            mixed]
        let me start with [the good|what i like|the obvious]|unpopular opinion
        i'd like to [discuss|suggest|ask about] {part}|some feedback on {part}
        i read the patch notes [twice|today|with my {kin}]
        quick thoughts on [season {small}|{mode}|{part}]
        we [talked about|tested] this in our guild|i'm not a [pro|{rank} player], just a fan
    """,
    "point": """
        {part} [needs work|feels {bad}|is much better than before|was fine until the last patch]
        the {boss} [has too much health|kills new players in one hit|is the best fight in the game]
        i think {role}s [are too strong|need a buff|should be able to {skill}]
        [killing|farming|fighting] the same {mob} for {number} hours is not [fun|content|a
            challenge]
        the story [got darker|is wonderful|made me cry|jumps around too much]
        people quit because [{part} is {bad}|they get insulted|there is nothing to do at level
            {number}]
        the {place} map is [beautiful but too big|unfair for the defenders|a favorite of mine]
        i don't mind losing but [{part} decides too many games|the enemy always has a {role}]
        the [music|art|community|voice acting] is [still amazing|what keeps me here|better than
            {game}]
        [nobody in my guild|my {kin}] [likes|understands|uses] {part} anymore
        the price of the {item} is [insulting|fair|a joke|hard to justify]
        you can [ignore|skip|hate] the grind and still [enjoy it|get the {item}]
        chat has become [hostile|kinder|quiet] and moderators should [act|be thanked|be trained]
        both sides have a point|women and newcomers should feel safe in voice chat
        i was angry at first but now i [get it|see why|laugh about it]
        the old {mode} was [brutal|harder|slower] and we loved it
        whoever designed the {boss} [is an evil genius|deserves a raise|must hate {role}s]
        the {item} is [trash|useless|way too strong] compared to the {item}
    """,
    "advice": """
        [stay behind|keep away from|never stand near] the {boss} [when it roars|in phase {small}]
        [kill|stun|ignore] the {mob} [before|after] the {target}
        use {skill} when he [jumps|heals|screams]
        bring a {rarity} {item}, it [doubles your damage|saves lives|is cheap]
        if the {role} dies, [run to {place}|don't panic|let the timer reset]
        let the {mob} [die|burn|come to you] and then [shoot|hit|rush] the {target}
        [practice|learn] the {skill} timing in {mode}|you will die a lot at {place}, that is normal
        [sell|keep|never craft] the {item} before level {number}
        don't blame your {role}, [the fight is brutal|watch the replay|everyone fails here]
    """,
    "event": """
        we [killed|finally beat|wiped on] the {boss} {time}
        {name} [carried us|died {small} times|got the {rarity} {item}|slept through it]
        our {role} got [murdered|eaten|stuck] at {place}
        i [met|lost to|traded with] a very {nice} [player|{role}|guild] in {mode}
        my {kin} [watched|joined us|brought {food}|unplugged the router]
        the server [crashed|died] when the {boss} had {small} percent left
        we laughed so hard that [nobody healed|i cried|my {kin} woke up]
        someone insulted our {role} and [was kicked|we muted him|she laughed it off]
        {name} [apologised|said sorry|made up] with {name} after the fight
        i died at {place} and [dropped|lost] my {item}
        we [meet|raid|practice] {time} at {place}
    """,
    "so": "and|so|but|because|which is why|although|and then",
    "aside": """
        {laugh}|don't get me wrong|as a {role} main|in my opinion|and i say this with love|sadly
        no offense|believe it or not|if that makes sense|english is not my first language
        like many of you|at least for me|as my {kin} says
    """,
    "closing": """
        what do you think?|thanks for reading|see you in {place}|anyway, great game
        [please|hopefully] [fix it|look into it|listen to us]|have a nice day|just my two cents
        rant over|peace|i'll stay for now|curious what others say|am i the only one?|that's all
        good luck out there|corrections welcome|edit: typos|let's keep it civil|gg to all
    """,
}
