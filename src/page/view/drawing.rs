//! How markup is made: elements are opened, filled and closed, and become Yew's virtual DOM.
//!
//! Yew's `html!` writes some four hundred bytes of program for each element; a call to [`Drawing::element`] is a
//! tenth of that, and the page is small by it. Text and attribute values only ever become text and attribute
//! values: nothing here reads markup.

use std::rc::Rc;

use yew::html::{onchange, onclick, oninput, onsubmit};
use yew::prelude::*;
use yew::virtual_dom::{Listener, VList, VTag, VText};

use super::super::route::Route;
use super::super::state::Message;
use crate::order::Timestamp;

/// Attributes that are known when the program is built.
pub type Attributes = &'static [(&'static str, &'static str)];

/// Markup in the making, and what every part of it may need: the time, and where messages go.
#[derive(Debug)]
pub struct Drawing<'a> {
    /// The time it is now.
    pub now: Timestamp,
    /// Where messages go.
    pub send: &'a Callback<Message>,
    open: Vec<Open>,
    done: VList,
}

/// What is being filled.
#[derive(Debug)]
enum Open {
    Element(VTag),
    Part(VList),
}

impl<'a> Drawing<'a> {
    /// Nothing drawn yet.
    #[must_use]
    pub fn new(now: Timestamp, send: &'a Callback<Message>) -> Self {
        Self { now, send, open: Vec::new(), done: VList::new() }
    }

    /// What was drawn.
    pub fn finish(self) -> Html {
        self.done.into()
    }

    /// An element with these attributes and what `inside` draws.
    pub fn element(&mut self, name: &'static str, attributes: Attributes, inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inside(self);
        self.close();
    }

    /// An element with these attributes that holds this text.
    #[inline(never)]
    pub fn labelled(&mut self, name: &'static str, attributes: Attributes, text: &'static str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// What may be there or not, or there many times. It holds its place among its neighbours either way: without
    /// that, a neighbour would be made anew when it appears, and lose its text and the focus.
    pub fn part(&mut self, inside: impl FnOnce(&mut Self)) {
        self.open.push(Open::Part(VList::new()));
        inside(self);
        self.close();
    }

    #[inline(never)]
    fn open(&mut self, name: &'static str, attributes: Attributes) {
        let mut tag = VTag::new(name);
        for (name, value) in attributes {
            tag.add_attribute(name, *value);
        }
        self.open.push(Open::Element(tag));
    }

    #[inline(never)]
    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Element(tag)) => self.add(tag.into()),
            Some(Open::Part(list)) => self.add(list.into()),
            None => {}
        }
    }

    #[inline(never)]
    fn add(&mut self, node: Html) {
        match self.open.last_mut() {
            Some(Open::Element(tag)) => tag.add_child(node),
            Some(Open::Part(list)) => list.add_child(node),
            None => self.done.add_child(node),
        }
    }

    /// A text that is known when the program is built.
    #[inline(never)]
    pub fn text(&mut self, text: &'static str) {
        self.add(VText::new(text).into());
    }

    /// A text of our own making. What others wrote goes through [`super::foreign`].
    #[inline(never)]
    pub fn own(&mut self, text: &str) {
        self.add(VText::new(text.to_owned()).into());
    }

    /// Sets an attribute of the element that is open.
    #[inline(never)]
    pub fn attribute(&mut self, name: &'static str, value: &str) {
        if let Some(Open::Element(tag)) = self.open.last_mut() {
            tag.add_attribute(name, value.to_owned());
        }
    }

    /// Sets an attribute of the element that is open to "true", where it is.
    pub fn attribute_if(&mut self, name: &'static str, is: bool) {
        if is {
            self.attribute(name, "true");
        }
    }

    /// Sets what stands in the field that is open.
    pub fn value(&mut self, text: &str) {
        if let Some(Open::Element(tag)) = self.open.last_mut() {
            tag.set_value(text.to_owned());
        }
    }

    #[inline(never)]
    fn listen(&mut self, listener: Rc<dyn Listener>) {
        if let Some(Open::Element(tag)) = self.open.last_mut() {
            tag.add_listener(listener);
        }
    }

    /// Sends what `message` makes when the open element is clicked.
    pub fn on_click(&mut self, message: impl Fn(&MouseEvent) -> Option<Message> + 'static) {
        let send = self.send.clone();
        let callback = Callback::from(move |event: MouseEvent| {
            if let Some(message) = message(&event) {
                event.prevent_default();
                send.emit(message);
            }
        });
        self.listen(Rc::new(onclick::Wrapper::new(callback)));
    }

    /// Sends what `message` makes when the open form is submitted, in the place of the browser's own submission.
    pub fn on_submit(&mut self, message: fn() -> Message) {
        let send = self.send.clone();
        let callback = Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(message());
        });
        self.listen(Rc::new(onsubmit::Wrapper::new(callback)));
    }

    /// Sends what `message` makes whenever the text in the open field changes.
    pub fn on_input(&mut self, message: fn() -> Message) {
        let send = self.send.clone();
        let callback = Callback::from(move |_: InputEvent| send.emit(message()));
        self.listen(Rc::new(oninput::Wrapper::new(callback)));
    }

    /// Sends what `message` makes whenever another option of the open list is chosen.
    pub fn on_change(&mut self, message: fn() -> Message) {
        let send = self.send.clone();
        let callback = Callback::from(move |_: Event| send.emit(message()));
        self.listen(Rc::new(onchange::Wrapper::new(callback)));
    }

    /// A link within the page: followed without a new load, unless the reader asks for a new tab.
    pub fn link(&mut self, to: Route, inside: impl FnOnce(&mut Self)) {
        self.open("a", &[]);
        self.attribute("href", &to.path());
        self.on_click(move |event| {
            let new_tab = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
            (!new_tab).then(|| Message::Go(to.clone()))
        });
        inside(self);
        self.close();
    }

    /// A button that sends one message.
    pub fn button(&mut self, text: &'static str, busy: bool, message: fn() -> Message) {
        self.element("button", &[("type", "button")], |draw| {
            draw.attribute_if("aria-disabled", busy);
            draw.on_click(move |_| Some(message()));
            draw.text(text);
        });
    }
}
