"""FORECAST.ETS and its kin: exponential smoothing with additive trend and season (AAA).

The page's `web/calc/functions/forecasts.ts` does the same, and `examples/functions-forecasts.json`
holds both to it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from statistics import NormalDist, fmean, median

from tongwen.kinds.sheet.calc.functions.arguments import Argument, Arguments, Failed, is_error

_LONGEST_SEASON = 8760
_LONGEST = 1 << 20  # series, with what is missing in it
_LEAST, _MOST = 0.001, 0.999  # of a weight
_REMEMBERED = 64
_SIMILAR = 0.3  # the least correlation that makes a season
_ALPHAS = (0.001, 0.1, 0.25, 0.5, 0.75, 0.9)
_OTHERS = (0.001, 0.1, 0.3, 0.6)
_DIRECTIONS = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))

_AGGREGATED: dict[int, Callable[[list[float]], float]] = {
    2: len,
    3: len,
    4: max,
    5: median,
    6: min,
    7: sum,
}


@dataclass(frozen=True, slots=True)
class _Series:
    """Values in equal steps of time."""

    start: float
    step: float
    values: tuple[float, ...]

    def steps_to(self, target: float) -> float:
        """How many steps after its last value a time is."""
        last = self.start + self.step * (len(self.values) - 1)
        if target < last:
            raise Failed("#NUM!")
        return (target - last) / self.step


@dataclass(frozen=True, slots=True)
class _Model:
    """A smoothed series: weights, state after its last value, and the errors of one step."""

    alpha: float
    beta: float
    gamma: float
    season: int
    level: float
    trend: float
    seasons: list[float]
    errors: list[float]

    @property
    def squared(self) -> float:
        """The sum of the squared errors."""
        return sum(error * error for error in self.errors)


def forecast_ets(given: Arguments) -> float:
    """FORECAST.ETS(target, values, timeline, seasonality, completion, aggregation)."""
    given.count(3, 6)
    series = _series(given, 1, 4)
    steps = series.steps_to(given.number(0))
    return _ahead(_model(series, given.number(3, 1.0)), steps, len(series.values))


def forecast_confidence(given: Arguments) -> float:
    """FORECAST.ETS.CONFINT(target, values, timeline, confidence, seasonality, …)."""
    given.count(3, 7)
    confidence = given.number(3, 0.95)
    if not 0 < confidence < 1:
        raise Failed("#NUM!")
    series = _series(given, 1, 5)
    steps = series.steps_to(given.number(0))
    return _margin(_model(series, given.number(4, 1.0)), steps, confidence)


def forecast_seasonality(given: Arguments) -> float:
    """FORECAST.ETS.SEASONALITY(values, timeline, completion, aggregation)."""
    given.count(2, 4)
    return float(_season(_series(given, 0, 2).values))


def forecast_statistic(given: Arguments) -> float:
    """FORECAST.ETS.STAT(values, timeline, statistic, seasonality, completion, aggregation)."""
    given.count(3, 6)
    which = given.whole(2)
    if not 1 <= which <= 8:
        raise Failed("#NUM!")
    series = _series(given, 0, 4)
    return _statistics(series, _model(series, given.number(3, 1.0)))[which - 1]


# -- the series


def _series(given: Arguments, values: int, options: int) -> _Series:
    """Read values and timeline (at `values` and after it), completion and aggregation."""
    ys, xs = _all_numbers(given[values]), _all_numbers(given[values + 1])
    completion, aggregation = given.whole(options, 1.0), given.whole(options + 1, 1.0)
    if len(ys) != len(xs) or len(ys) < 2:
        raise Failed("#N/A")
    by_time: dict[float, list[float]] = {}
    for x, y in zip(xs, ys, strict=True):
        by_time.setdefault(x, []).append(y)
    times = sorted(by_time)
    gaps = [after - before for before, after in pairwise(times)]
    if not gaps:
        raise Failed("#NUM!")
    step = min(gaps)
    if any(abs(gap / step - _rounded(gap / step)) > 0.05 for gap in gaps):
        raise Failed("#NUM!")
    aggregated = _AGGREGATED.get(aggregation, fmean)
    known = [float(aggregated(by_time[time])) for time in times]
    missing = [0, *(_rounded(gap / step) - 1 for gap in gaps)]
    if sum(missing) + len(known) > _LONGEST:
        raise Failed("#NUM!")
    return _Series(times[0], step, tuple(_completed(known, missing, zeros=completion == 0)))


def _all_numbers(argument: Argument) -> list[float]:
    found = []
    for value in argument.all():
        if is_error(value):
            raise Failed(value["e"])
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Failed("#VALUE!")
        found.append(float(value))
    return found


def _rounded(value: float) -> int:
    return math.floor(value + 0.5)


def _completed(known: list[float], missing: list[int], *, zeros: bool) -> Iterator[float]:
    """Yield values with those between them that are missing: zero, or on the line between."""
    before = known[0]
    for value, count in zip(known, missing, strict=True):
        for place in range(1, count + 1):
            yield 0.0 if zeros else before + (value - before) * place / (count + 1)
        yield value
        before = value


@lru_cache(_REMEMBERED)
def _season(values: tuple[float, ...]) -> int:
    """After how many steps a series repeats best, by its correlation with itself; 1 if never."""
    count = len(values)
    slope = (values[-1] - values[0]) / (count - 1)
    flat = [value - slope * at for at, value in enumerate(values)]
    centre = sum(flat) / count
    flat = [value - centre for value in flat]
    power = sum(value * value for value in flat)
    best, most = 1, _SIMILAR
    for lag in range(2, min(count // 2, _LONGEST_SEASON) + 1):
        total = sum(map(float.__mul__, flat[lag:], flat))
        score = 0.0 if power == 0 else total / power
        if score > most + 1e-9:
            best, most = lag, score
    return best


# -- the model


def _model(series: _Series, seasonality: float) -> _Model:
    if not 0 <= seasonality <= _LONGEST_SEASON:
        raise Failed("#NUM!")
    wanted = math.trunc(seasonality)
    season = _season(series.values) if wanted == 1 else max(wanted, 1)
    return _fitted(series.values, 1 if 2 * season > len(series.values) else season)


@lru_cache(_REMEMBERED)  # a column of forecasts asks for one series again and again
def _fitted(values: tuple[float, ...], season: int) -> _Model:
    """Choose the weights with the least squared error: a grid, then finer steps around its best."""
    gammas = _OTHERS if season > 1 else (0.0,)
    best = _smooth(values, season, 0.5, _LEAST, gammas[0])
    least = best.squared
    for weights in product(_ALPHAS, _OTHERS, gammas):
        model = _smooth(values, season, *weights)
        if (squared := model.squared) < least:
            best, least = model, squared
    step = 0.1
    while step > 0.001:
        for a, b, c in _DIRECTIONS:
            model = _smooth(
                values,
                season,
                _inside(best.alpha + a * step),
                _inside(best.beta + b * step),
                _inside(best.gamma + c * step) if season > 1 else 0.0,
            )
            if (squared := model.squared) < least:
                best, least = model, squared
        step /= 2
    return best


def _inside(weight: float) -> float:
    return min(_MOST, max(_LEAST, weight))


def _smooth(
    values: Sequence[float], season: int, alpha: float, beta: float, gamma: float
) -> _Model:
    level, trend, seasons = _begun(values, season)
    errors = []
    for at, value in enumerate(values):
        place = at % season
        usual = seasons[place]
        errors.append(value - (level + trend + usual))
        following = alpha * (value - usual) + (1 - alpha) * (level + trend)
        trend = beta * (following - level) + (1 - beta) * trend
        level = following
        if season > 1:
            seasons[place] = gamma * (value - level) + (1 - gamma) * usual
    return _Model(alpha, beta, gamma, season, level, trend, seasons, errors)


def _begun(values: Sequence[float], season: int) -> tuple[float, float, list[float]]:
    """Return level, trend and seasons before the first value."""
    if season == 1:
        trend = values[1] - values[0]
        return values[0] - trend, trend, [0.0]
    first, second = values[:season], values[season : 2 * season]
    level = sum(first) / season
    if len(second) == season:
        trend = (sum(second) / season - level) / season
    else:
        trend = values[1] - values[0]
    middle = (season - 1) / 2
    seasons = [value - level - trend * (at - middle) for at, value in enumerate(first)]
    return level - trend * (season + 1) / 2, trend, seasons


# -- what is asked of it


def _ahead(model: _Model, steps: float, count: int) -> float:
    def usual(distance: int) -> float:
        return model.seasons[(count + distance - 1 + model.season) % model.season]

    low = math.floor(steps)
    part = steps - low
    between = usual(low) * (1 - part) + usual(low + 1) * part
    return model.level + model.trend * steps + between


def _margin(model: _Model, steps: float, confidence: float) -> float:
    deviation = math.sqrt(model.squared / max(len(model.errors) - 1, 1))
    last = min(max(1, _rounded(steps)), _LONGEST)
    total = 1.0
    for step in range(1, last):
        repeats = model.season > 1 and step % model.season == 0
        seasonal = model.gamma * (1 - model.alpha) if repeats else 0.0
        total += (model.alpha * (1 + step * model.beta) + seasonal) ** 2
    return NormalDist().inv_cdf(0.5 + confidence / 2) * deviation * math.sqrt(total)


def _statistics(series: _Series, model: _Model) -> list[float]:
    """Return the eight that FORECAST.ETS.STAT numbers from one."""
    values, errors = series.values, model.errors
    absolute = fmean(map(abs, errors))
    naive = fmean(abs(after - before) for before, after in pairwise(values))
    sizes = [
        (abs(error), abs(value) + abs(value - error))
        for value, error in zip(values, errors, strict=True)
    ]
    relative = fmean(2 * error / size if size else 0.0 for error, size in sizes)
    return [
        model.alpha,
        model.beta,
        model.gamma,
        absolute / naive if naive else math.nan,
        relative,
        absolute,
        math.sqrt(model.squared / len(errors)),
        series.step,
    ]


FORECASTS: dict[str, Callable[[Arguments], float]] = {
    "FORECAST.ETS": forecast_ets,
    "FORECAST.ETS.CONFINT": forecast_confidence,
    "FORECAST.ETS.SEASONALITY": forecast_seasonality,
    "FORECAST.ETS.STAT": forecast_statistic,
}
