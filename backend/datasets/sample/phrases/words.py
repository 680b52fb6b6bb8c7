"""Words every topic shares: who, what, where and when in a game community.

A table is one grammar pattern: alternatives divided by `|` or a line break.
"""

TABLES: dict[str, str] = {
    "name": """
        kael|mira|zedd|nova|rook|pixel|shadow|luna|tank_dad|noxie|frostbyte|bento|hexa|juno|milo
        brisk|ash|pepper|vexx|otto|sable|waffles|kira|dax|echo|toast|ivy|drake|moss|quill|zippy
        old_greg|mango|jinx|flick|bram|saffi|tofu|raven|gizmo|lark|nia|pascal|umbra|wren|yuki
        xX_blade_Xx|capn_crunch|mrs_fox|dr_pew|sir_lags|potato99|darkmatter|lil_sprout|bigkev
    """,
    "player": """
        {name}|{name}|{name}|our {role}|the {role}|that {role}|my duo|our leader|the new guy
        the other team|some random|the mod|the guild master|the guy on the left|player {small}
        the streamer|the caller|the host|the one in green|that level {number}
    """,
    "role": """
        healer|tank|mage|rogue|jungler|support|sniper|archer|carry|paladin|druid|warlock|bard|monk
        scout|medic|engineer|midlaner|goalie|driver|pilot|necromancer|shaman|ranger|flanker|top lane
        toplaner|adc|dps|off tank|captain|gunner|igl|builder|fragger
    """,
    "pal": "guys|team|everyone|folks|bro|man|dude|mate|friend|y'all|fam|all|buddy|people|chat|boys",
    "boss": """
        lich king|frost wyrm|spider queen|bone dragon|lava golem|swamp hydra|iron colossus|void lord
        mother of moths|pirate captain|rat king|sand worm|storm giant|clockwork titan|final boss
        second boss|raid boss|world boss|mini boss|gatekeeper|twin ogres|demon prince|kraken
        ice witch
        vampire count|cursed knight|plague doctor|fire elemental|ancient treant|undead admiral
    """,
    "mob": """
        goblins|skeletons|zombies|spiders|bandits|wolves|imps|slimes|adds|ghouls|drones|bats
        cultists
        kobolds|turrets|raiders|rats|wraiths|creeps|minions|harpies|crabs|mummies|sentries|bots
        trolls|pirates|demons|dragons|boars|hounds|beetles|guards|orcs|aliens
    """,
    "target": """
        {boss}|{mob}|healer|tank|mage|sniper|enemy carry|enemy {role}|shaman|bomb carrier|turret
        drone|assassin|courier|flag carrier|guard|small ones|big one|{role}|left one|vip|wizard
    """,
    "place": """
        mid|bot lane|top lane|the jungle|b site|a site|the bridge|the crypt|the swamp|the north gate
        the harbor|the old mine|the sewers|point b|the tower|the warehouse|spawn|the arena|the keep
        frozen pass|the desert map|the lava level|the library|the cave|the rooftop|the train yard
        the castle|the basement|level {small}|the bunker|the village|the final circle
    """,
    "item": """
        sword|shield|bow|staff|helmet|potion|mount|skin|pet|cape|rifle|shotgun|wand|ring|amulet
        armor
        key|recipe|axe|dagger|gem|lootbox|battle pass|trinket|boots|banner|grenade|scope|crossbow
        hammer|spear|scroll|flute|lantern|fishing rod
    """,
    "rarity": "legendary|epic|rare|purple|golden|mythic|cursed|shiny|old|common|blue|upgraded",
    "skill": """
        fireball|stun|ult|dash|heal|smoke|flashbang|taunt|shield bash|backstab|chain lightning|roll
        parry|grapple|freeze|poison|resurrect|charge|headshot|combo|airstrike|meteor|barrier|trap
    """,
    "mode": """
        ranked|casual|duos|trios|the raid|arena|co-op|capture the flag|survival|hardcore|draft|pvp
        pve|story mode|the dungeon|battle royale|deathmatch|the tournament|scrims|solo queue|mythic
    """,
    "part": """
        matchmaking|the matchmaking|the servers|the netcode|the new patch|the update|the tutorial
        the shop|the ui|the anticheat|the new map|the balance|the queue times|hit detection
        the audio
        drop rates|the grind|the economy|the crafting system|the battle pass|the voice chat
        the ranking system|the launcher|the camera|the new season|the event|the camera controls
        the login screen|the spawn system|the loot system|the hitboxes|the frame rate|the ai
        the menus|the skill tree|the respawn timer|the report system|the chat filter
    """,
    "firm": """
        the devs|the studio|the company|support|the publisher|the team behind this|the patch team
    """,
    "rank": """
        bronze|silver|gold|platinum|plat|diamond|master|challenger|iron|top 500|unranked|elo hell
    """,
    "time": """
        tonight|tomorrow|yesterday|later|after dinner|this weekend|on friday|in an hour
        in 10 minutes
        last night|today|next week|after work|before reset|at 8pm|around nine|in the morning|sunday
    """,
    "small": "1|2|3|4|5|6|7|8|9|10|12|15|20",
    "number": "10|15|17|20|25|30|40|42|50|60|64|70|85|99|100|120|150|200|300|500",
    "again": "again|already|every time|every single game|all night|the whole match|since the patch",
    "hype": """
        insane|sick|nuts|crazy|wild|filthy|nasty|disgusting|unreal|ridiculous|brutal|savage|deadly
        killer|bonkers|dirty|mad|absurd|lethal|stupid good|cracked
    """,
    "nice": """
        great|awesome|lovely|amazing|fantastic|solid|smart|helpful|kind|patient|talented|brilliant
        sweet|funny|wonderful|excellent|super nice|chill|generous|reliable|clever|inspiring|cool
    """,
    "bad": """
        terrible|awful|bad|broken|horrible|trash|garbage|a mess|a joke|unplayable|a disaster
        atrocious
        worse than ever|dreadful|frustrating|annoying|a nightmare|laughable|a scam|a disgrace|stupid
        rubbish|pathetic|ridiculous|useless|dumb|miserable|unbearable|boring|ugly|hot garbage|cursed
    """,
    "game": """
        starfall|dungeon run|the old one|this game|the sequel|kart rally|skyforge|the beta|mech wars
        farm story|tiny kingdoms|the remake|the mobile version|the expansion|night raiders
    """,
    "day": """
        school|work|dinner|homework|my exam|the gym|my kid|my cat|my dog|practice|the dentist
        laundry|my shift|the bus|my sister|class|my brother's wedding|the doctor|my grandma
    """,
    "kin": """
        mom|mum|dad|brother|sister|grandma|wife|husband|girlfriend|boyfriend|son|daughter|cousin
        uncle|roommate|best friend|aunt
    """,
    "food": """
        pizza|noodles|tea|coffee|tacos|soup|cookies|curry|pancakes|chips|sushi|a sandwich|cake
    """,
    "feel": "happy|tired|sad|proud|excited|nervous|sleepy|hungry|lonely|grumpy|relaxed|sick|bored",
    "laugh": "lol|lmao|haha|hahaha|xd|rofl|lolol|hehe|ahaha|ha",
    "yes": "yes|yeah|yep|sure|ok|okay|alright|right|true|exactly|no|nah|nope|maybe|idk|hm|well",
}
