//! What can happen to the page, and what has to happen in the world because of it.

use zeroize::Zeroizing;

use super::super::config::Config;
use super::super::route::Route;
use super::session::{Kept, Place};
use super::table::{Column, Format};
use crate::client::{BearerToken, Connection, Endpoint, Error};
use crate::csr::{SelfSignature, SignatureCheck};
use crate::order::{Order, Timestamp, Uuid};

/// What can happen.
#[derive(Debug)]
pub enum Message {
    /// The presets are read, and what this tab kept of an earlier load of the page; and the time of it.
    Configured(Config, Kept, Timestamp),
    /// Some time has passed.
    Tick(Timestamp),
    /// The reader follows a link.
    Go(Route),
    /// The address bar has changed by itself (back, forward).
    Went(Route),
    /// The reader submits a text to open a request by.
    Open(String),
    /// The reader submits a text with several requests to open.
    OpenAll(String),
    /// The reader submits user name and password, and whether the session is to be kept until the tab is closed.
    SignIn(String, Zeroizing<String>, bool),
    /// The answer to the sign-in of this number.
    SignedIn(u32, Result<BearerToken, Error>),
    /// The reader submits a token, and whether it is to be kept until the tab is closed.
    UseToken(Zeroizing<String>, bool),
    /// The reader ends the session.
    SignOut,
    /// The reader wants the request read again.
    Refresh,
    /// The reader wants the request watched, or no longer.
    Watch,
    /// The time has come to read the watched request again, if the last call still is the one of this number.
    WatchDue(u32),
    /// The answer to the call of this number, and when it came.
    Answered(u32, Box<Result<Order, Error>>, Timestamp),
    /// The self-signature of the CSR that the call of this number brought is checked.
    Checked(u32, SelfSignature),
    /// The answer for a row of the table of this number.
    RowAnswered(u32, usize, Box<Result<Order, Error>>),
    /// The reader wants the table's requests read again.
    ReadTable,
    /// The reader filters the table.
    Filter(String),
    /// The reader sorts the table.
    Sort(Column),
    /// The reader wants something as a file.
    Download(File),
    /// The reader wants this on the clipboard.
    Copy(String),
    /// The reader wants the address of this page on the clipboard.
    CopyLink,
    /// The reader wants the page on paper.
    Print,
    /// The reader looks for something among the names.
    FindName(String),
    /// The reader wants more of the names to be seen.
    MoreNames,
    /// The reader no longer wants a request listed that was opened; none of them where it is not said which.
    Forget(Option<Uuid>),
    /// The reader picks the platform whose gateway has this address.
    Platform(String),
    /// The reader chooses a gateway's address and a path.
    UseGateway(String, String),
    /// The reader wants the other of the published paths tried.
    SwitchPath,
    /// The test of the connection of this number has ended.
    Tested(u32, Connection),
    /// Whether it got there.
    Copied(bool),
}

/// What can be handed over as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// The CSR as PEM.
    CsrPem,
    /// The CSR as DER.
    CsrDer,
    /// The response without private keys.
    Json,
    /// The private key that was delivered: the one way in which it leaves the program.
    PrivateKey,
    /// The table.
    Table(Format),
}

/// What has to happen in the world.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Put the route into the address bar.
    Push(Route),
    /// Trade user name and password for a token: the sign-in's number, and both.
    SignIn(u32, String, Zeroizing<String>),
    /// Read a request: the call's number, which request, with which token.
    Read(u32, Uuid, BearerToken),
    /// Read a row of the table: the table's number, the row's, which request, with which token.
    ReadRow(u32, usize, Uuid, BearerToken),
    /// Say when so many milliseconds have passed after the call of this number, and somebody could see the page.
    WatchAfter(u32, u32),
    /// End the call that is under way.
    StopReading,
    /// End the calls for the rows of the table.
    StopTable,
    /// Check the self-signature of the CSR that the call of this number brought.
    Check(u32, SignatureCheck),
    /// Test an endpoint: the test's number, the endpoint, and a token where there is one.
    Test(u32, Endpoint, Option<BearerToken>),
    /// Hand over a file: its name and its bytes.
    Download(String, Zeroizing<Vec<u8>>),
    /// Put a text on the clipboard.
    Copy(String),
    /// Put the address of this page on the clipboard.
    CopyLink,
    /// Print the page.
    Print,
    /// Put this into the tab's storage, or take out what is there.
    Keep(Place, Option<Zeroizing<String>>),
    /// Put a text into the field of this id.
    Fill(&'static str, String),
    /// Empty the fields that held secrets.
    ClearSecrets,
    /// Move the focus to the heading of the new place.
    FocusHeading,
    /// Move the focus to the heading, if what had it is gone.
    RescueFocus,
    /// Move the focus to the field of this id.
    Focus(&'static str),
}
