"""Recipes: the algorithms a model can be trained with, and what each can and cannot do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from backend.errors import InvalidInput, NotFound, NotSupported

type_names = {int: "a whole number", float: "a number", bool: "true or false"}

Value = int | float | bool
Settings = Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Hyperparameter:
    """One setting of a recipe: its range (inclusive), default, and what it does in a sentence.

    reference_lacks: why fastText's reference implementation cannot honour it, where it cannot:
    only the default is accepted there. Empty where it can. own_lacks: the same of BlazingText's own
    image.
    advanced: a form may fold it away.
    """

    name: str
    title: str
    help: str
    default: Value
    low: float = 0
    high: float = 1
    reference_lacks: str = ""
    own_lacks: str = ""
    advanced: bool = False

    def lacks(self, *, reference: bool) -> str:
        """Why it cannot be honoured by the reference implementation, or by the other one."""
        return self.reference_lacks if reference else self.own_lacks

    @property
    def type(self) -> type[Value]:
        """int, float or bool."""
        return type(self.default)

    def parse(self, text: str) -> Value:
        """The value that `text` spells. Raises InvalidInput outside the type or the range."""
        problem = InvalidInput(
            f"{self.name} cannot be {text[:40]!r}.",
            "Use true or false."
            if self.type is bool
            else f"Use {type_names[self.type]} from {self.low:,.7g} to {self.high:,.7g}.",
        )
        if self.type is bool:
            if text.lower() not in ("true", "false"):
                raise problem
            return text.lower() == "true"
        try:
            value = self.type(text)
        except ValueError:
            raise problem from None
        if not self.low <= value <= self.high:  # also refuses NaN
            raise problem
        return value


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """An algorithm: its hyperparameters in the order a form shows them, and named presets.

    summary: what it is and when to choose it. own_summary: in its place where BlazingText's own
    image trains. loss: what is
    minimised. Of fastText's, "ova" gives each category a probability of its own; "softmax" shares
    one among them, which its model undoes.
    """

    name: str
    title: str
    summary: str
    loss: str
    own_summary: str = ""
    hyperparameters: tuple[Hyperparameter, ...]
    presets: Mapping[str, Settings]
    """By title, the values that differ from the defaults; never empty, and the first is what a form
    opens on."""

    def preset(self, title: str) -> Settings:
        """All settings of a preset by name. Raises KeyError when there is none of that title."""
        return {h.name: h.default for h in self.hyperparameters} | dict(self.presets[title])

    def settings(
        self, given: Mapping[str, str] | None = None, *, reference: bool = True
    ) -> Settings:
        """All settings by name: the first preset with `given` (as text) over it.

        reference: whether fastText's reference implementation will train (everywhere but in
        BlazingText's own image). Raises InvalidInput for an unknown name, a value out of range
        or character n-grams of no length, NotSupported for what whoever trains cannot honour.
        """
        known = {h.name: h for h in self.hyperparameters}
        values = dict(self.preset(next(iter(self.presets))))
        for name, text in (given or {}).items():
            if name not in known:
                raise InvalidInput(
                    f"{self.name} has no hyperparameter {name[:40]!r}.",
                    f"It has {', '.join(known)}.",
                )
            parameter = known[name]
            values[name] = parameter.parse(text)
            lacks = parameter.lacks(reference=reference)
            if lacks and values[name] != parameter.default:
                raise NotSupported(f"{name} cannot be used here: {lacks}.")
        shortest, longest = character_ngrams(values)
        if shortest > longest:
            raise InvalidInput(
                f"No character n-gram is at least {shortest} and at most {longest} long.",
                "Make max_char at least min_char, or 0 to do without them.",
            )
        return MappingProxyType(values)


def character_ngrams(settings: Settings) -> tuple[int, int]:
    """The shortest and the longest character n-gram that is read; 0 and 0 for none."""
    shortest, longest = int(settings.get("min_char", 0)), int(settings.get("max_char", 0))
    return (shortest, longest) if shortest and longest else (0, 0)


_NO_EARLY_STOPPING = (
    "fastText, which trains here, has no early stopping: its learning rate is planned over all"
    " epochs and it cannot be asked for a metric on the way"
)

_EPOCHS = Hyperparameter(
    name="epochs",
    title="Epochs",
    help="How many times training reads all rows. More learns rare words better, and takes longer.",
    default=5,
    low=1,
    high=200,
)
_LEARNING_RATE = Hyperparameter(
    name="learning_rate",
    title="Learning rate",
    help="How far each row moves the model. Too high forgets, too low never gets there.",
    default=0.05,
    low=0.001,
    high=2.0,
)
_VECTOR_DIM = Hyperparameter(
    name="vector_dim",
    title="Vector size",
    help="Numbers kept for each word and n-gram. The model's size grows in proportion.",
    default=100,
    low=2,
    high=300,
)
_WORD_NGRAMS = Hyperparameter(
    name="word_ngrams",
    title="Word n-grams",
    help="Longest run of words read as one feature: 2 tells 'not bad' from 'bad'.",
    default=2,
    low=1,
    high=5,
)
_BUCKETS = Hyperparameter(
    name="buckets",
    title="Buckets",
    help="Slots that all n-grams share. Fewer make a smaller model in which more n-grams collide.",
    default=2_000_000,
    low=1_000,
    high=4_000_000,
    advanced=True,
)
_MIN_COUNT = Hyperparameter(
    name="min_count",
    title="Rarest word",
    help="Words seen fewer times than this are left out of the vocabulary.",
    default=5,
    low=1,
    high=1_000,
    advanced=True,
)
_THREADS = Hyperparameter(
    name="threads",
    title="Threads",
    help="0 uses every core of the size, and at least 2, so that progress can be read. 1 trains"
    " the same model byte for byte each time, but is silent until it ends.",
    default=0,
    low=0,
    high=64,
    own_lacks="BlazingText uses every core of the size",
    advanced=True,
)


_SHORTEST = Hyperparameter(
    name="min_char",
    title="Shortest character n-gram",
    help="Shortest piece of a word read as a feature. 0 turns the pieces off.",
    default=1,
    low=0,
    high=10,
    advanced=True,
)
_LONGEST = Hyperparameter(
    name="max_char",
    title="Longest character n-gram",
    help="Longest piece of a word read as a feature. 0 turns the pieces off.",
    default=5,
    low=0,
    high=10,
    advanced=True,
)

LINEAR = Recipe(
    name="linear",
    title="Linear",
    summary="Logistic regression on words, pieces of words and pairs of words. Recommended: it is"
    " the most accurate, and says which words did it.",
    loss="logistic",
    hyperparameters=(
        Hyperparameter(
            name="strength",
            title="Fit strength",
            help="How closely it follows the training rows (C, the inverse of regularisation)."
            " Lower it when rows are few or their labels are noisy.",
            default=6.0,
            low=0.01,
            high=100.0,
        ),
        replace(_WORD_NGRAMS, high=2),
        replace(_SHORTEST, default=3),
        _LONGEST,
        replace(_BUCKETS, default=500_000),
        replace(
            _MIN_COUNT,
            title="Rarest feature",
            help="Words and n-grams in fewer rows than this are not learned.",
            default=2,
        ),
        replace(
            _THREADS,
            help="0 uses every core of the size. The model is the same, whatever their number.",
        ),
    ),
    presets={"Accurate and small": {}},
)

FASTTEXT = Recipe(
    name="fasttext",
    title="fastText",
    summary="Averaged vectors of words and pieces of words, each category with a probability of its"
    " own. Choose it for a model file that the library of that name opens.",
    loss="ova",
    hyperparameters=(
        replace(_EPOCHS, default=8),
        replace(_LEARNING_RATE, default=0.7),
        replace(_VECTOR_DIM, default=10),
        _WORD_NGRAMS,
        _SHORTEST,
        _LONGEST,
        replace(_BUCKETS, default=200_000),
        replace(_MIN_COUNT, default=2),
        _THREADS,
    ),
    presets={"Small and accurate": {}},
)

BLAZINGTEXT = Recipe(
    name="blazingtext",
    title="BlazingText",
    summary="The settings of SageMaker's algorithm, one score shared among the categories, trained"
    " here by fastText, whose files it shares. Choose it to try what you will train there.",
    own_summary="SageMaker's own algorithm, in its own image: words and runs of words, one score"
    " shared among the categories. Choose it for millions of rows: it is quick on many cores.",
    loss="softmax",
    hyperparameters=(
        _EPOCHS,
        _LEARNING_RATE,
        _VECTOR_DIM,
        _WORD_NGRAMS,
        _BUCKETS,
        _MIN_COUNT,
        Hyperparameter(
            name="early_stopping",
            title="Early stopping",
            help="Stop when validation accuracy no longer improves.",
            default=False,
            reference_lacks=_NO_EARLY_STOPPING,
            advanced=True,
        ),
        Hyperparameter(
            name="min_epochs",
            title="Fewest epochs",
            help="Epochs to train before early stopping may end it.",
            default=5,
            low=1,
            high=200,
            reference_lacks=_NO_EARLY_STOPPING,
            advanced=True,
        ),
        Hyperparameter(
            name="patience",
            title="Patience",
            help="Epochs without improvement before early stopping ends it.",
            default=4,
            low=1,
            high=100,
            reference_lacks=_NO_EARLY_STOPPING,
            advanced=True,
        ),
        _THREADS,
    ),
    presets={
        "Fits the smallest endpoint": {
            "epochs": 10,
            "learning_rate": 0.2,
            "vector_dim": 10,
            "word_ngrams": 1,
            "buckets": 200_000,
            "min_count": 2,
        },
        "BlazingText's defaults": {},
    },
)

RECIPES = {recipe.name: recipe for recipe in (LINEAR, FASTTEXT, BLAZINGTEXT)}
"""By name, in the order a form shows them."""

RECOMMENDED = LINEAR.name
"""What trains where nobody chooses."""


def recipe(name: str) -> Recipe:
    """The recipe of that name. Raises NotFound."""
    if name not in RECIPES:
        raise NotFound(f"There is no algorithm {name[:40]!r}.", f"Choose {' or '.join(RECIPES)}.")
    return RECIPES[name]


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much there is to train on. tokens: of all training rows; 0 where it is not known yet, as
    is distinct_words, which else is an upper bound: rare words fall away."""

    tokens: int
    distinct_words: int
    categories: int


@dataclass(frozen=True)
class Footprint:
    """What a model will need, estimated before it is trained.

    model_mb: its file, in MB of 10^6 bytes. training_mb, serving_mb: memory, in MB of 2^20.
    """

    model_mb: float
    training_mb: float
    serving_mb: float


_TRAINING_MB = 150  # the program and its trainer, resident, beside the model
_PYTHON_MB = 30  # Python and fastText, resident
SERVER_MB = 250
"""What an endpoint needs beside Python and the model: the server, and several of the largest
requests (up to 150 MB each) with their answers."""
_WORD_BYTES = 40  # a dictionary entry: the word, its count and its n-gram ids

# Of linear models, measured on 200 thousand to 2 million tokens.
_TOKEN_BYTES = 215  # of memory in training: the counts of a row, several times over
_LINEAR_TRAINING_MB = 180
_LINEAR_SERVING_MB = 85  # Python, NumPy and a full table of words, resident
_WEIGHT_BYTES = 2


def footprint(recipe: Recipe, settings: Settings, extent: Extent) -> Footprint:
    """Estimate size and memory of a model trained by a recipe with `settings`."""
    if recipe == LINEAR:
        return _linear_footprint(settings, extent)
    return _fasttext_footprint(settings, extent)


def _fasttext_footprint(settings: Settings, extent: Extent) -> Footprint:
    """fastText keeps a row of `vector_dim` 32-bit floats for every word and, where word or
    character n-grams are on, for every bucket (its `Dictionary` and `DenseMatrix`)."""
    ngrams = settings["word_ngrams"] > 1 or any(character_ngrams(settings))
    buckets = int(settings["buckets"]) if ngrams else 0
    rows = extent.distinct_words + buckets + extent.categories + 1
    size = rows * int(settings["vector_dim"]) * 4 + extent.distinct_words * _WORD_BYTES  # bytes
    resident = size / 2**20
    return Footprint(size / 1e6, resident + _TRAINING_MB, resident + _PYTHON_MB + SERVER_MB)


def _linear_footprint(settings: Settings, extent: Extent) -> Footprint:
    """A weight for each category, and a length, for every bucket of words and pairs."""
    rows = int(settings["buckets"]) + pair_buckets(settings)
    size = rows * (extent.categories + 1) * _WEIGHT_BYTES  # bytes
    training = 2 * size + extent.tokens * _TOKEN_BYTES  # as 32-bit floats
    return Footprint(
        size / 1e6,
        training / 2**20 + _LINEAR_TRAINING_MB,
        size / 2**20 + _LINEAR_SERVING_MB + SERVER_MB,
    )


def pair_buckets(settings: Settings) -> int:
    """How many buckets a linear model has for two words in a row."""
    return int(settings["buckets"]) // 2 if settings["word_ngrams"] > 1 else 0
