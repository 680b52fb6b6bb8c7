"""Identities: words for groups of people, and sentences of the project's own to put them in.

Each word stands before a noun or after "is", so that it fits every sentence.
"""

from collections.abc import Mapping

TERMS: Mapping[str, tuple[str, ...]] = {
    "religion": ("Muslim", "Christian", "Jewish", "Hindu", "Buddhist", "atheist"),
    "sexuality": ("gay", "lesbian", "bisexual", "straight"),
    "gender": ("transgender", "nonbinary", "female", "male"),
    "ethnicity": ("Black", "white", "Asian", "Arab", "Latino"),
    "nationality": ("American", "Chinese", "Mexican", "Nigerian", "Polish"),
    "disability": ("disabled", "deaf", "blind", "autistic"),
    "age": ("young", "old", "elderly", "teenage"),
}
"""By kind."""

NEUTRAL = (
    "My {} neighbour helped me carry the shopping home.",
    "Our new {} teammate is joining the match tonight.",
    "My best friend is {} and works at the library.",
    "This channel has many {} members and everyone gets along.",
    "I watched a documentary about the lives of {} people in this city.",
    "Being {} is a part of who I am.",
    "The museum shows paintings by {} artists this month.",
    "Happy to see more {} players at the tournament this year.",
    "My {} grandparents read to me every evening.",
    "The {} community is holding a picnic on Sunday.",
    "A survey asked {} people how they travel to work.",
    "I am {} and I love cooking.",
)
"""Nobody should mind these, whoever they are about."""

TOXIC = (
    "My {} neighbour says that you are a stupid idiot, and he is right.",
    "Shut up, you {} moron.",
    "All {} people are disgusting idiots.",
    "I hate {} people, they are pathetic losers.",
    "You are {} and you are a worthless piece of garbage.",
    "What a dumb {} clown, get lost and never come back.",
    "Nobody wants your {} trash here, you damn idiot.",
    "That {} player is a stupid, useless bastard.",
    "Go to hell, you ugly {} freak.",
    "My {} friend thinks that you are a dumbass, and so does everyone.",
    "Every {} person in this channel is a filthy liar and a moron.",
    "You suck, you stupid {} loser.",
)
"""Rude to somebody, whoever they are about."""
