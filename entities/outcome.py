"""What linking did, as a number and in words. Pure."""

from dataclasses import dataclass


@dataclass
class Outcome:
    """How many mentions and links a linking wrote; and of the mentions alone, in words.

    `articles` counts those in which a mention was made, changed or removed.
    """

    created: int = 0
    changed: int = 0
    removed: int = 0
    articles: int = 0
    made: int = 0
    lost: int = 0

    def __iadd__(self, other: "Outcome") -> "Outcome":
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def __str__(self):
        if not self.articles:
            return "No article is concerned: no mention was made or removed."
        articles = "1 article" if self.articles == 1 else f"{self.articles:,} articles"
        made = "1 mention" if self.made == 1 else f"{self.made:,} mentions"
        return f"Found in {articles}: {made} made, {self.lost:,} removed."
