"""The exact side of quantile tables: decimal arithmetic whose every operation is correctly rounded.

Only +, -, *, /, sqrt, exp and ln of `decimal` are used: its specification rounds each of them correctly, so that the
tables come out the same on every machine (which `math.exp` and its like do not promise). `**` with a fraction is
avoided, for it is not among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import isqrt
from operator import add, mul

__all__ = ["beta_tails", "decimal", "exponential_tails", "normal_tail", "poisson_weights", "precise", "zipf_weights"]

_DIGITS = 45
_SPARE = 15
_FACTORED = 2**16  # numbers whose factors are looked for
_SLOW_SERIES = 16  # up to here `exp` is quicker
_PI = Decimal("3.141592653589793238462643383279502884197169399375105820974944592307816406")
_BERNOULLI = ((1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510), (43867, 798))

Tail = tuple[Decimal, ...]


def precise() -> Context:
    """The context of all tables; nothing of the caller's own context reaches a value."""
    return Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, capitals=1, clamp=0)


def decimal(value: Fraction | float) -> Decimal:
    """The exact value of a number, rounded once to the digits of the context in force."""
    exact = Fraction(value)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


@lru_cache(maxsize=4)
def normal_tail(shares: tuple[Fraction, ...]) -> Tail:
    """How many deviations below the mean leave the given shares below them; shares fall from 1/2."""
    with localcontext(precise()):
        scale = 1 / (2 * _PI).sqrt()
        found, x = [], Decimal(0)
        for share in map(decimal, shares):
            step = Decimal(1)
            while abs(step) > Decimal("1e-24"):
                density = scale * (-x * x / 2).exp()
                newton = (Decimal("0.5") - density * _normal_series(x) - share) / density
                step = newton / (1 - x * newton / 2)  # Halley's step: the density's own slope is -x times itself
                x += step
            found.append(-x)
        return tuple(found)


def _normal_series(x: Decimal) -> Decimal:
    """The series x + x**3/3 + x**5/15 + ...: the probability from 0 to x, divided by the density (Marsaglia 2004)."""
    total = term = x
    n = 1
    while term > Decimal("1e-40"):
        n += 2
        term = term * x * x / n
        total += term
    return total


def exponential_tails(shares: tuple[Fraction, ...]) -> tuple[Tail, Tail]:
    """-ln(1 - share) and -ln(share): where an exponential distribution of mean 1 leaves a share below, or above."""
    with localcontext(precise()):
        parts = [decimal(share) for share in shares]
        return tuple(-(1 - part).ln() for part in parts), tuple(-part.ln() for part in parts)


@lru_cache(maxsize=16)
def beta_tails(a: Fraction, b: Fraction, shares: tuple[Fraction, ...]) -> tuple[Tail, Tail]:
    """Where Beta(a, b) leaves the given shares below, and above; shares fall from 1/2."""
    with localcontext(precise()):
        lower = tuple(_beta_lower(decimal(a), decimal(b), shares))
        return lower, tuple(1 - x for x in _beta_lower(decimal(b), decimal(a), shares))


def _beta_lower(a: Decimal, b: Decimal, shares: tuple[Fraction, ...]) -> Iterator[Decimal]:
    """Newton on the logarithms of both axes, where the lower tail is nearly a line, kept inside a bracket."""
    norm = _log_gamma(a + b) - _log_gamma(a) - _log_gamma(b)
    high = Decimal(0)
    low = Decimal(-1)
    while _beta_below(low.exp(), a, b, norm) > shares[0]:
        low *= 2
    t = low
    for share in map(decimal, shares):
        for _ in range(200):
            x = t.exp()
            below = max(_beta_below(x, a, b, norm), Decimal("1e-40"))
            low, high = (t, high) if below < share else (low, t)
            slope = (norm + a * t + (b - 1) * (1 - x).ln()).exp() / below
            step = (below / share).ln() / slope
            if abs(step) < Decimal("1e-22"):
                break
            t = t - step if low < t - step < high else (max(low, high * 2 - 1) + high) / 2
        low, high = Decimal("-Infinity"), t + Decimal("1e-20")
        yield t.exp()


def _beta_below(x: Decimal, a: Decimal, b: Decimal, norm: Decimal) -> Decimal:
    """The share of Beta(a, b) below x, by the power series from the nearer end.

    Taken from the far end a small share loses digits: twelve at the deepest place of a table, which are to spare.
    """
    if x > Decimal("0.5"):
        return 1 - _beta_series(1 - x, b, a, norm)
    return _beta_series(x, a, b, norm)


def _beta_series(x: Decimal, a: Decimal, b: Decimal, norm: Decimal) -> Decimal:
    """x**a (1-x)**b / (a B(a,b)) * (1 + (a+b)/(a+1) x + ...) (NIST Digital Library 8.17.8)."""
    if x <= 0:
        return Decimal(0)
    total = term = Decimal(1)
    n, limit = 0, Decimal("1e-38")
    while term > limit * total:
        term = term * (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return total * (norm + a * x.ln() + b * (1 - x).ln()).exp() / a


def _log_gamma(z: Decimal) -> Decimal:
    """The logarithm of Gamma(z), z > 0: Stirling's series after moving up to where it is good for 30 digits."""
    shift = Decimal(1)
    while z < 60:
        shift *= z
        z += 1
    total = (z - Decimal("0.5")) * z.ln() - z + (2 * _PI).ln() / 2
    power = z
    for k, (top, bottom) in enumerate(_BERNOULLI, 1):
        total += Decimal(top) / (bottom * 2 * k * (2 * k - 1)) / power
        power *= z * z
    return total - shift.ln()


def poisson_weights(mean: Fraction) -> tuple[int, tuple[Decimal, ...]]:
    """The first number whose weight matters at 64 bits, and the weights from there on, relative to the largest."""
    with localcontext(precise()):
        rate, mode = decimal(mean), int(mean)
        tiny = Decimal("1e-24")
        down, up = [], [Decimal(1)]
        weight, k = Decimal(1), mode
        while k > 0 and weight > tiny:
            weight = weight * k / rate
            k -= 1
            down.append(weight)
        k = mode
        while up[-1] > tiny:
            k += 1
            up.append(up[-1] * rate / k)
        return mode - len(down), (*reversed(down), *up)


def zipf_weights(exponent: Fraction, edges: tuple[int, ...]) -> tuple[Decimal, ...]:
    """The sum of k**-exponent for k from each edge to just before the next; runs of one number are taken singly.

    Longer runs go by the formula of Euler and Maclaurin, whose error is below 1e-20 of the sum for edges from 100 on.
    """
    with localcontext(precise()):
        s = decimal(exponent)
    powers = _powers(s, edges)
    logs = _logarithms(edges) if s == 1 else {}
    with localcontext(precise()):
        runs = [(start, end, end - start == 1) for start, end in pairwise(edges)]
        ends = {edge for start, end, alone in runs if not alone for edge in (start, end)}
        tails = {edge: _zipf_tail(s, edge, powers[edge], logs.get(edge)) for edge in ends}
        return tuple(powers[start] if alone else tails[start] - tails[end] for start, end, alone in runs)


def _powers(s: Decimal, numbers: Iterable[int]) -> Mapping[int, Decimal]:
    """`k ** -s` of whole numbers above 0."""
    return _by_factors(numbers, lambda k: (-s * Decimal(k).ln()).exp(), mul, lambda k: _binomial(s, k))


def _logarithms(numbers: Iterable[int]) -> Mapping[int, Decimal]:
    """The natural logarithms of whole numbers above 0."""
    return _by_factors(numbers, lambda k: Decimal(k).ln(), add, _step_down)


def _by_factors(
    numbers: Iterable[int],
    exact: Callable[[int], Decimal],
    joined: Callable[[Decimal, Decimal], Decimal],
    near: Callable[[int], Decimal],
) -> Mapping[int, Decimal]:
    """A function that turns products into something simpler, in a fifth of the time that `exact` takes for each number.

    That of a product is `joined` from its factors'; that of a prime from the next number's, which is even, and what is
    `near` to it: the function at (k - 1) / k. All digits of the precise context are right.
    """
    found: dict[int, Decimal] = {}

    def at(k: int) -> Decimal:
        if k not in found:
            factor = _least_factor(k) if _SLOW_SERIES < k < _FACTORED else 0
            if not factor:
                found[k] = exact(k)
            elif factor < k:
                found[k] = joined(at(factor), at(k // factor))
            else:
                found[k] = joined(at(k + 1), near(k + 1))
        return found[k]

    with localcontext(precise()) as context:
        context.prec += _SPARE
        wide = {k: at(k) for k in numbers}
    return {k: precise().plus(value) for k, value in wide.items()}


def _binomial(s: Decimal, k: int) -> Decimal:
    """`(1 - 1 / k) ** -s` by the binomial series, all of whose terms are positive."""
    return _summed(Decimal(1), lambda term, n: term * (s + n) / ((n + 1) * k))


def _step_down(k: int) -> Decimal:
    """`ln((k - 1) / k)`, which is -2 artanh(1 / (2 k - 1))."""
    square = (2 * k - 1) ** 2
    return _summed(Decimal(-2) / (2 * k - 1), lambda term, n: term * (2 * n + 1) / ((2 * n + 3) * square))


def _summed(term: Decimal, following: Callable[[Decimal, int], Decimal]) -> Decimal:
    """The sum of a series, to the digits of the context in force; `following` gives the next term."""
    total, before, n = term, Decimal(0), 0
    while total != before:
        term = following(term, n)
        total, before, n = total + term, total, n + 1
    return total


def _least_factor(k: int) -> int:
    """The least prime factor of a number from 2 to below `_FACTORED`."""
    for prime in _primes():
        if prime * prime > k:
            break
        if k % prime == 0:
            return prime
    return k


@lru_cache(maxsize=1)
def _primes() -> tuple[int, ...]:
    """The primes that the numbers below `_FACTORED` need for factors."""
    found: list[int] = []
    for k in range(2, isqrt(_FACTORED) + 1):
        if all(k % prime for prime in found):
            found.append(k)
    return tuple(found)


def _zipf_tail(s: Decimal, k: int, power: Decimal, log: Decimal | None) -> Decimal:
    """The sum of n**-s over n >= k, up to a constant that a difference of two cancels; k**-s, and ln k where s is 1."""
    integral = k * power / (s - 1) if log is None else -log
    first = s * power / k
    third = first * (s + 1) * (s + 2) / k / k
    fifth = third * (s + 3) * (s + 4) / k / k
    return integral + power / 2 + first / 12 - third / 720 + fifth / 30240
