//! The countdown to a call that is repeated without the user.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use super::state::PlannedRetry;
use crate::browser::now;
use crate::order::Timestamp;

/// Props of [`RetryCountdown`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct RetryCountdownProps {
    pub(super) retry: PlannedRetry,
}

/// How long until the call is repeated. Re-renders by itself; screen readers can read it, but are not interrupted.
#[component]
pub(super) fn RetryCountdown(props: &RetryCountdownProps) -> Html {
    let PlannedRetry { wait_ms, at } = props.retry;
    let seconds = use_state_eq(|| i64::from(wait_ms).div_euclid(1000));
    {
        let seconds = seconds.clone();
        use_effect_with(at, move |at| {
            let at = *at;
            let interval = Interval::new(1_000, move || seconds.set(seconds_until(at, now())));
            move || drop(interval)
        });
    }
    html! { <p class="countdown" role="timer">{ format!("Trying again in {} s.", *seconds) }</p> }
}

/// Whole seconds, rounded up, and none once it is past.
fn seconds_until(at: Timestamp, now: Timestamp) -> i64 {
    (at.milliseconds_since(now).max(0) + 999) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_rounded_up_and_end_at_none() {
        let at = Timestamp::saturating_from_epoch_milliseconds;
        assert_eq!(seconds_until(at(30_000), at(0)), 30);
        assert_eq!(seconds_until(at(30_000), at(28_999)), 2);
        assert_eq!(seconds_until(at(30_000), at(30_000)), 0);
        assert_eq!(seconds_until(at(30_000), at(40_000)), 0);
    }
}
