"""Settings from the environment and the command line: what is read, and what is refused how."""

import pytest

from tongwen.core.settings import PREFIX, BadSetting, Settings, read


def given(**values: str) -> Settings:
    """Read settings as the environment gives them."""
    return read({PREFIX + name.upper(): value for name, value in values.items()})


def test_nothing_given_is_the_default() -> None:
    assert read({"PATH": "/bin", "HOME": "/"}) == Settings()


def test_the_command_line_wins_and_none_is_not_given() -> None:
    settings = read({"TONGWEN_PORT": "81", "TONGWEN_HOST": "::1"}, port=82, host=None)
    assert (settings.port, settings.host) == (82, "::1")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("true", True), (" On ", True), ("0", False), ("no", False), ("False", False)],
)
def test_truth(text: str, value: bool) -> None:
    assert given(relay_after_commit=text).relay_after_commit is value


def test_good_values() -> None:
    settings = given(
        bus="nats://10.0.0.1:4222, tls://nats.example.org",
        node_name="node-1.example:8000",
        log_format="json",
        socket="asgi",
        metrics="off",
        metrics_token="0123456789abcdef",
        drain_seconds="5",
        max_message_rate="1",
        trusted_proxies="10.0.0.0/8, ::1",
    )
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")
    assert (settings.log_format, settings.socket, settings.metrics) == ("json", "asgi", "off")
    assert settings.drain_seconds == 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("relay_after_commit", "2"),
        ("relay_after_commit", ""),
        ("access_log", "maybe"),
        ("port", "65536"),
        ("port", "-1"),
        ("workers", "0"),
        ("max_document_peers", "0"),
        ("max_document_bytes", "1000"),
        ("max_message_rate", "0"),
        ("max_message_rate", "1e3"),
        ("commit_interval", "-1"),
        ("flush_interval", "60000"),
        ("presence_seconds", "1"),
        ("join_seconds", "0"),
        ("history_days", "-1"),
        ("socket", "websockets"),
        ("bus", "redis://127.0.0.1"),
        ("bus", "nats://a,,"),
        ("bus", "127.0.0.1:4222"),
        ("node_name", "a b"),
        ("node_name", "a\nb"),
        ("node_name", '"'),
        ("node_name", "x" * 101),
        ("log_format", "JSON"),
        ("log_format", ""),
        ("metrics", "everybody"),
        ("metrics_token", "short"),
        ("metrics_token", "0123456789 abcdef"),
        ("metrics_token", "0123456789abcdéf"),
        ("drain_timeout", "0"),
        ("drain_seconds", "20"),
        ("trusted_proxies", "proxy"),
        ("public_url", "office.example.org"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        given(**{name: value})


def test_a_secret_is_not_repeated() -> None:
    with pytest.raises(BadSetting) as refused:
        given(metrics_token="pa ss")
    assert "pa ss" not in str(refused.value)
