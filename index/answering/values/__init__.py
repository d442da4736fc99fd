"""Values that stand in sentences, and what a question asks for.

The grammar is our own: of the libraries measured, quantulum3 needs 3.9 s to import, dateparser 170 ms and 9 ms a
sentence (and reads "a night" as a date), and text2num rewrites the text, so offsets are lost.
"""

from index.answering.values.hedges import is_old
from index.answering.values.names import names_in, same_name
from index.answering.values.questions import Question, QuestionKind, question_type
from index.answering.values.relate import compare
from index.answering.values.scan import values_in
from index.answering.values.terms import Term, Weight, question_terms
from index.answering.values.types import Bound, Kind, Relation, Value

__all__ = [
    "Bound",
    "Kind",
    "Question",
    "QuestionKind",
    "Relation",
    "Term",
    "Value",
    "Weight",
    "compare",
    "is_old",
    "names_in",
    "question_terms",
    "question_type",
    "same_name",
    "values_in",
]
