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
    "All {} people are liars and cheats.",
    "I cannot stand {} people, they make me sick.",
    "You are {} and you are worthless.",
    "What a {} clown, get lost and never come back.",
    "Nobody wants your {} trash here.",
    "That {} player is a useless bastard.",
    "Go to hell, you {} freak.",
    "My {} friend thinks that you are a dumbass, and so does everyone.",
    "Every {} person in this channel is a coward and a fool.",
    "You suck, {} loser.",
)
"""Rude to somebody, whoever they are about: some of them mildly, so that it shows where a word
weighs more than the insult."""
