//! Questions that the secret service puts to its user: showing one, waiting for its end, taking it off the screen.

use std::pin::pin;
use std::time::{Duration, Instant};

use async_io::{Timer, block_on};
use futures_util::future::{Either, select};
use futures_util::stream::{self, Stream, StreamExt};
use zbus::message::{Flags, Type as Kind};
use zbus::zvariant::{ObjectPath, OwnedValue};
use zbus::{MatchRule, Message, MessageStream};

use super::super::{GivenUp, StoreError};
use super::deadline::Deadline;
use super::link::{BUS, Link};
use super::owner::GNOME_KEYRING;
use super::trouble::classify;
use super::turn::Turn;

/// How often is looked whether a prompt was given up.
const LOOK_UP: Duration = Duration::from_millis(100);
const PROMPT: &str = "org.freedesktop.Secret.Prompt";

impl Link {
    /// The service may hand back a prompt for a change: KeePassXC always does, and shows it only where its user wants
    /// to be asked. It is followed while the collection is open; were it locked meanwhile, it would ask to unlock.
    pub(super) async fn confirm(
        &self,
        collection: &ObjectPath<'_>,
        prompt: &ObjectPath<'_>,
        deadline: Deadline,
    ) -> Result<(), StoreError> {
        if prompt.as_str() != "/" && self.is_locked(collection).await? {
            return Err(self.locked());
        }
        self.prompt(prompt, deadline, &GivenUp::default()).await
    }

    /// Shows a prompt and waits for its end; takes it off the screen when patience runs out, and when it is given up.
    /// "/" is no prompt.
    pub(super) async fn prompt(
        &self,
        prompt: &ObjectPath<'_>,
        deadline: Deadline,
        given_up: &GivenUp,
    ) -> Result<(), StoreError> {
        self.prompt_once(prompt, deadline, given_up, None).await
    }

    /// The same; where the question stays on the screen, the turn is kept until it is answered.
    pub(super) async fn prompt_once(
        &self,
        prompt: &ObjectPath<'_>,
        deadline: Deadline,
        given_up: &GivenUp,
        turn: Option<Turn>,
    ) -> Result<(), StoreError> {
        if prompt.as_str() == "/" {
            return Ok(());
        }
        if given_up.is_given_up() {
            return Err(self.denied());
        }
        // Both ears are open before the prompt is: it may end at once, or its daemon may.
        let completed = MatchRule::builder()
            .msg_type(Kind::Signal)
            .sender(self.owner.as_str())
            .and_then(|rule| rule.path(prompt))
            .and_then(|rule| rule.interface(PROMPT)?.member("Completed"));
        let gone = MatchRule::builder()
            .msg_type(Kind::Signal)
            .sender(BUS)
            .and_then(|rule| rule.interface(BUS)?.member("NameOwnerChanged")?.add_arg(self.owner.as_str()));
        let completed = self.listen(completed).await?;
        let gone = self.listen(gone).await?;
        self.call::<_, ()>(prompt, PROMPT, "Prompt", &"").await?;
        let mut news = stream::select(completed, gone);
        let ended = async {
            while !given_up.is_given_up() && Instant::now() < deadline.prompt_end {
                Timer::at(deadline.prompt_end.min(Instant::now() + LOOK_UP)).await;
            }
        };
        match select(pin!(news.next()), pin!(ended)).await {
            Either::Left((Some(Ok(signal)), _)) => match signal.body().deserialize::<(bool, OwnedValue)>() {
                Ok((false, _)) => Ok(()),
                Ok((true, _)) => Err(self.denied()),
                Err(_) => Err(self.broken()),
            },
            Either::Left(_) => Err(self.broken()),
            Either::Right(_) => {
                if self.leaves_prompts() {
                    keep_until_answered(turn, news);
                } else {
                    self.dismiss(prompt).await;
                }
                if given_up.is_given_up() {
                    return Err(self.denied());
                }
                Err(self.unanswered(deadline))
            }
        }
    }

    async fn listen(&self, rule: zbus::Result<zbus::match_rule::Builder<'_>>) -> Result<MessageStream, StoreError> {
        let rule = rule.map_err(|error| classify(self.title, &error))?.build();
        MessageStream::for_match_rule(rule, &self.conn, Some(4)).await.map_err(|error| classify(self.title, &error))
    }

    /// GNOME Keyring's prompts are left where they are: version 42 ends with a failed assertion ("perform_next_unlock") when any
    /// prompt is dismissed while one is shown, its own or another program's, which takes the keyring away from every program of
    /// the user. There it stays until it is answered, and whoever else waits for the same keyring goes on with that answer.
    fn leaves_prompts(&self) -> bool {
        self.title == GNOME_KEYRING
    }

    /// Takes a prompt that is shown off the screen. Sent without waiting: there is no time left, and nothing to do if it
    /// fails.
    async fn dismiss(&self, prompt: &ObjectPath<'_>) {
        let message = Message::method_call(prompt, "Dismiss")
            .and_then(|call| call.destination(self.owner.as_str())?.interface(PROMPT))
            .and_then(|call| call.with_flags(Flags::NoReplyExpected)?.build(&()));
        if let Ok(message) = message {
            let _ = self.conn.send(&message).await;
        }
    }
}

/// Nobody waits for a question any more, and it stands. Its end is waited for on a thread of its own, which keeps the connection
/// that it was asked over, for its answer counts; the turn goes with it.
fn keep_until_answered(turn: Option<Turn>, mut news: impl Stream + Unpin + Send + 'static) {
    let Some(turn) = turn else { return };
    let wait = move || {
        block_on(news.next());
        drop(turn);
    };
    // Without room for a thread the turn is over.
    drop(std::thread::Builder::new().name("keyring question".to_owned()).spawn(wait));
}
