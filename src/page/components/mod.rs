//! Components that features share. They know no feature.

mod announcer;
mod badge;
mod button;
mod copy_button;
mod error_notice;
mod foreign_text;
mod grouped_code;
mod host_name;
mod icon;
mod is_painted;
mod jump_link;
mod menu;
mod section;
mod time;

pub(super) use announcer::{AnnouncerProvider, use_announce};
pub(super) use badge::{Badge, Tone};
pub(super) use button::Button;
pub(super) use copy_button::CopyButton;
pub(super) use error_notice::{ErrorNotice, GatewayWords, error_title};
pub(super) use foreign_text::{ForeignBlock, ForeignCode, ForeignText};
pub(super) use grouped_code::{GroupedCode, groups};
pub(super) use host_name::HostName;
pub(super) use icon::{Icon, IconName};
pub(super) use is_painted::use_is_painted;
pub(super) use jump_link::JumpLink;
pub(super) use menu::Menu;
pub(super) use section::Section;
pub(super) use time::{RelativeTime, ShortTime, Time};
