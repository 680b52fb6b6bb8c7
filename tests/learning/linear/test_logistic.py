import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from backend.learning.linear.logistic import Dense, fit


def test_it_agrees_with_scikit_learn() -> None:
    random = np.random.default_rng(0)
    matrix = random.normal(size=(300, 4))
    positive = matrix @ [1.0, -2.0, 0.0, 0.5] + random.normal(size=300) > 0.7
    found = fit(Dense(matrix), positive, strength=0.5, iterations=500)
    expected = LogisticRegression(C=0.5, tol=1e-8).fit(matrix, positive)
    assert found.coefficients == pytest.approx(expected.coef_[0], abs=1e-2)
    assert found.intercept == pytest.approx(expected.intercept_[0], abs=1e-2)
    odds = matrix @ found.coefficients + found.intercept
    assert found.loss == pytest.approx(np.mean(np.logaddexp(0, np.where(positive, -odds, odds))))


@pytest.mark.parametrize("value", [True, False])
def test_rows_that_are_all_alike_teach_nothing_but_how_common_they_are(value: bool) -> None:
    found = fit(Dense(np.eye(3)), np.full(3, value), strength=1.0, iterations=10)
    assert not found.coefficients.any()
    assert found.intercept == pytest.approx(np.log(7) * (1 if value else -1))
