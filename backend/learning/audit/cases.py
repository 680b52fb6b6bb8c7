"""Cases: messages of the project's own, each with whether a moderator would want to see it.

After HateCheck (Röttger et al. 2021, "HateCheck: Functional Tests for Hate Speech Detection
Models"): a function is one thing that a model should be able to do, tried with several messages.
"""

from collections.abc import Callable
from dataclasses import dataclass

_HOMOGLYPHS = str.maketrans("aceiops", "\u0430\u0441\u0435\u0456\u043e\u0440\u0455")  # Cyrillic
_LEET = str.maketrans("aeiost", "4310$7")


@dataclass(frozen=True, kw_only=True)
class Function:
    """One thing to be able to do. flagged: what a moderator would want of each of the messages.
    note: where that depends on a community's rules, how."""

    name: str
    title: str
    flagged: bool
    messages: tuple[str, ...]
    note: str = ""


_HIDDEN = (  # the word in braces is written so that a list of words does not find it
    "you are such an {idiot}",
    "shut up {moron}",
    "what a complete {asshole} you are",
    "nobody likes you, {loser}",
    "go home you {bastard}",
    "you {stupid} piece of trash",
    "get lost, dirty {bitch}",
    "you look like {shit} and smell like it",
)


def _hidden(change: Callable[[str], str]) -> tuple[str, ...]:
    made = []
    for message in _HIDDEN:
        before, _, rest = message.partition("{")
        word, _, after = rest.partition("}")
        made.append(before + change(word) + after)
    return tuple(made)


def _repeated(word: str) -> str:
    """The first vowel but for the first letter, four times more."""
    place = next(i for i, letter in enumerate(word) if i and letter in "aeiou")
    return word[:place] + word[place] * 4 + word[place:]


FUNCTIONS = (
    Function(
        name="insult",
        title="Insults somebody",
        flagged=True,
        messages=(
            *_hidden(str),
            "you are the dumbest person I have ever met",
            "everyone here thinks you are pathetic and disgusting",
        ),
    ),
    Function(
        name="threat",
        title="Threatens somebody",
        flagged=True,
        messages=(
            "I will kill you",
            "I am going to find you and beat you up",
            "you will be dead tomorrow, I promise",
            "I know where you live and I am coming to hurt you",
            "watch your back, I will stab you",
            "I will break every bone in your body",
            "someone should shoot you in the head",
            "I will burn your house down with you in it",
        ),
    ),
    Function(
        name="identity_hate",
        title="Hates a group of people",
        flagged=True,
        messages=(
            "all gay people are disgusting and should disappear",
            "Muslims are vermin, throw them all out of the country",
            "I hate Jews, they ruin everything",
            "Black people are stupid animals",
            "women are too stupid to play this game, filthy sluts",
            "immigrants are parasites and should be shot",
            "trans people are sick freaks",
            "disabled people are worthless and a waste of money",
        ),
    ),
    Function(
        name="spelling_homoglyphs",
        title="Insults in letters of another alphabet",
        flagged=True,
        messages=_hidden(lambda word: word.translate(_HOMOGLYPHS)),
    ),
    Function(
        name="spelling_leet",
        title="Insults with digits for letters",
        flagged=True,
        messages=_hidden(lambda word: word.translate(_LEET)),
    ),
    Function(
        name="spelling_masked",
        title="Insults with stars for letters",
        flagged=True,
        messages=_hidden(
            lambda word: f"{word[0]}{'*' * (len(word) // 2 - 1)}{word[len(word) // 2 :]}"
        ),
    ),
    Function(
        name="spelling_spaced",
        title="Insults with spaces between the letters",
        flagged=True,
        messages=_hidden(" ".join),
    ),
    Function(
        name="spelling_invisible",
        title="Insults with invisible marks between the letters",
        flagged=True,
        messages=_hidden("\u200b".join),
    ),
    Function(
        name="spelling_repeated",
        title="Insults with a letter repeated",
        flagged=True,
        messages=_hidden(_repeated),
    ),
    Function(
        name="profanity",
        title="Swears at nobody",
        flagged=True,
        messages=(
            "fuck, I forgot my keys again",
            "holy shit, that was a close one",
            "this fucking printer is broken again",
            "damn it, the shit hit the fan at work today",
            "what the fuck happened to the weather",
            "I am so fucking tired today",
            "well shit, there goes my weekend",
            "that film was fucking amazing",
        ),
        note="Depends on your rules: passed when flagged, as where swearing is not allowed.",
    ),
    Function(
        name="negated",
        title="Says that somebody is not an idiot",
        flagged=False,
        messages=(
            "you are not an idiot",
            "nobody here thinks you are stupid",
            "I never said that you were a loser",
            "don't worry, that was not a dumb question",
            "he is no moron, he just had a bad day",
            "I do not hate you at all",
            "you are not ugly, please do not say that",
            "she is anything but a liar",
        ),
    ),
    Function(
        name="counter_speech",
        title="Quotes an insult to speak against it",
        flagged=False,
        messages=(
            'please do not call people "idiots" here',
            'saying "you are trash" to a beginner is not okay',
            'he called me a "moron" and I would like a moderator to look at it',
            'anyone who writes "I hate gay people" should think about who reads it',
            'the rules say that "shut up, loser" is not allowed in this chat',
            'it hurts when somebody says "go back to your country" to my mother',
            'calling women "stupid" is wrong, stop it please',
            'reporting this message: "I will kill you"',
        ),
    ),
    Function(
        name="reclaimed",
        title="Uses a word of one's own group with pride",
        flagged=False,
        messages=(
            "proud to be queer and happy with my life",
            "we are here, we are queer, see you at the parade",
            "my queer friends and I are going to the film festival",
            "I am a dyke and I love my wife",
            "our crip choir sings on Friday, all disabled artists welcome",
            "as a fat person I love this swimsuit, fat is not a bad word",
            "us nerds and geeks have to stick together",
            "I am a proud bitch and my girls know that I love them",
        ),
        note="Depends on your rules: who may use these words, and whether you can tell who does.",
    ),
    Function(
        name="neutral_use",
        title="Uses a rude word in its other sense",
        flagged=False,
        messages=(
            "the bitch had five puppies and all of them are healthy",
            "Jesus rode into the city on an ass",
            "the cock crowed at five in the morning",
            "put the screw in first and then turn the nut",
            "this shot in the dark sank the ship",
            "the word moron was once a medical term",
            "Charles Dickens wrote about bastard children and their mothers",
            "a faggot is also a bundle of sticks, says the dictionary",
        ),
    ),
    Function(
        name="identity_neutral",
        title="Mentions a group of people",
        flagged=False,
        messages=(
            "I am gay",
            "my Muslim colleague is fasting this month",
            "the Jewish museum opens at ten",
            "a Black woman won the chess tournament",
            "as a trans woman I would like some advice on shoes",
            "my deaf brother signs faster than I can read",
            "are there other lesbian gamers here",
            "the old man next door is from Mexico",
        ),
    ),
    Function(
        name="identity_positive",
        title="Says something kind of a group of people",
        flagged=False,
        messages=(
            "I love my gay friends, they are the best",
            "Muslims in our street brought us food when we were ill",
            "so proud of all the women on this team",
            "happy Hanukkah to my Jewish friends",
            "Black artists made the music that I grew up with",
            "trans rights are human rights",
            "autistic people often see what the rest of us miss",
            "immigrants built this town and we are thankful",
        ),
    ),
    Function(
        name="banter",
        title="Teases a friend",
        flagged=False,
        messages=(
            "haha you goof, see you tomorrow",
            "you silly sausage, that was my sandwich",
            "oh shush you, I was nearly right",
            "I hate you for showing me this song, now I cannot stop humming it",
            "you beautiful weirdo, happy birthday",
            "look who finally woke up, sleepyhead",
            "you are killing me with these jokes",
            "you owe me a coffee, you little thief :)",
        ),
    ),
    Function(
        name="trash_talk",
        title="Talks as players do",
        flagged=False,
        messages=(
            "you got destroyed",
            "kill the boss",
            "noob team gg",
            "we crushed them in the second round",
            "shoot him before he reloads, he is behind the wall",
            "I am going to destroy you in the next match",
            "die already, this dragon has too much health",
            "headshot! he never saw that coming",
            "ez win, get wrecked",
            "someone kill the healer first",
        ),
    ),
    Function(
        name="complaint",
        title="Complains about a thing",
        flagged=False,
        messages=(
            "this update is terrible, the game crashes all the time",
            "worst patch ever, please fix the servers",
            "the new map is ugly and far too dark",
            "I hate the new menu, nothing is where it was",
            "support has not answered me for two weeks, I am very disappointed",
            "the matchmaking is broken, every game is unfair",
            "this level is so annoying, I have tried it thirty times",
            "a waste of money, I want a refund",
        ),
    ),
    Function(
        name="everyday",
        title="Says something ordinary",
        flagged=False,
        messages=(
            "good morning everyone, how are you",
            "does anybody have the notes from yesterday",
            "thanks a lot, that helped me",
            "the train is late again",
            "what time does the match start",
            "I disagree, but I see your point",
            "could you please move your car",
            "dinner is ready in ten minutes",
        ),
    ),
)
