//! Messages to people: put in the outbox with what they tell of, sent afterwards at least once.
//!
//! A message can reach somebody twice only when the program is killed, or loses its database, between handing the
//! message over and noting that it did; it then counts as unsure. Both have the same id, by which a mail program
//! shows one.

use crate::provisional::{self, WAITS_FOR_SECOND_PERSON};
use crate::{Act, Casework, Error, Letter, LetterText, Moment};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{Action, Role, Scope, decide};
use ehcp_assessment::HappeningKind;
use ehcp_case::{CaseId, UserId};
use ehcp_store::{
    AsOf, CaseRow, Channel, ClaimedMessage, CodePurpose, MessageEnd, NewMessage, ReadTx, Recipient,
    StoreError, UserRow, WriteTx,
};
use sha2::{Digest, Sha256};
use std::future::Future;
use zeroize::Zeroizing;

/// Bytes of chance in a code.
const CODE_BYTES: usize = 24;

/// Messages that are taken at a time.
const AT_A_TIME: i64 = 10;

/// Tries after which a message is given up: with the pauses between them, about two days.
const MOST_TRIES: i64 = 16;

/// The first pause between tries, which doubles, and the longest.
const FIRST_PAUSE: Duration = Duration::minutes(1);
const LONGEST_PAUSE: Duration = Duration::hours(4);

/// Takes messages to where they go.
pub trait Carrier: Send + Sync {
    /// Hands a message over. It may come a second time with the same id.
    fn carry(&self, letter: &Letter) -> impl Future<Output = Result<(), NotCarried>> + Send;
}

/// Why a message was not handed over: a word for the log, never an address or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCarried {
    /// Trying again later may help.
    Later(String),
    /// Trying again cannot help.
    Never(String),
}

/// How messages are sent.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The address of the pages on which people sign in.
    pub site: String,
    /// For how long a taken message is this sender's alone; longer than handing over ten can take.
    pub lease: Duration,
}

/// What was done with the messages that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SendReport {
    /// Handed over.
    pub sent: usize,
    /// To be tried again.
    pub later: usize,
    /// Given up.
    pub failed: usize,
    /// Taken up although they may have gone before.
    pub unsure: usize,
}

/// Which happenings the family is told of: those that they learn by letter under the law, and what was sent to them.
const fn is_news_for_the_family(kind: HappeningKind) -> bool {
    matches!(
        kind,
        HappeningKind::ConsideringNoticeSent
            | HappeningKind::DecidedToAssess
            | HappeningKind::DecidedNotToAssess
            | HappeningKind::DecidedToIssue
            | HappeningKind::DecidedNotToIssue
            | HappeningKind::DraftServed
            | HappeningKind::FinalPlanSent
            | HappeningKind::AssessmentReopened
    )
}

impl Act<'_, '_> {
    /// Tells the family that there is something new, when it is news for them: those who may read the timeline at
    /// this moment, but for whoever did it. Generators and imports tell nobody.
    pub(crate) fn tell_the_family(&mut self, case: &CaseRow, kind: HappeningKind) -> Result<(), Error> {
        if !is_news_for_the_family(kind) || !self.is_signed_in() {
            return Ok(());
        }
        let today = self.moment.today;
        for user in self.tx.family_accounts(case.child_id, today)? {
            let Some(account) = self
                .tx
                .user(user)?
                .filter(|account| account.disabled_at.is_none())
            else {
                continue;
            };
            let at = self.moment.as_of();
            let may_read = may_be_told(self.tx, &account, case.id, LetterText::CASE_NEWS.word, at)?;
            if may_read && user != self.actor.user {
                let values = [("reference", case.reference.as_str())];
                let message = self.message(Recipient::Person(user), LetterText::CASE_NEWS, &values);
                let message = NewMessage {
                    case_id: Some(case.id),
                    ..message
                };
                self.tx.put_message(&message, self.moment.now)?;
            }
        }
        Ok(())
    }

    /// Tells those who must look at it that somebody opened a case in an emergency: information governance and the
    /// managers of the case's team, as far as they may know of it.
    pub(crate) fn tell_of_an_emergency(&mut self, case: &CaseRow) -> Result<(), Error> {
        let (user, today, at) = (self.actor.user, self.moment.today, self.moment.as_of());
        let others = self.tx.others_who_could_agree(
            user,
            &[Role::Manager],
            &[Role::InformationGovernance],
            Some(case.id),
            today,
        )?;
        for other in others {
            if crate::approval::holds(self.tx, &other, Action::ReadBreakGlass, Some(case.id), at)? {
                let values = [("reference", case.reference.as_str())];
                let message = self.message(
                    Recipient::Person(other.user),
                    LetterText::EMERGENCY_READING,
                    &values,
                );
                let message = NewMessage {
                    case_id: Some(case.id),
                    ..message
                };
                self.tx.put_message(&message, self.moment.now)?;
            }
        }
        Ok(())
    }

    /// Tells information governance and the administrators, but for whom it is about, that one person did what needs two.
    pub(crate) fn tell_of_a_lone_act(&mut self, about: Option<UserId>) -> Result<(), Error> {
        let roles = [Role::InformationGovernance, Role::Admin];
        let others = self
            .tx
            .others_who_could_agree(self.actor.user, &[], &roles, None, self.moment.today)?;
        for other in others.into_iter().filter(|other| Some(other.user) != about) {
            let message = self.message(Recipient::Person(other.user), LetterText::LONE_ACT, &[]);
            self.tx.put_message(&message, self.moment.now)?;
        }
        Ok(())
    }

    /// An e-mail made from a text of the catalogue.
    pub(crate) fn message(&self, to: Recipient, text: LetterText, values: &[(&str, &str)]) -> NewMessage {
        let (subject, content) = text.filled(values);
        NewMessage {
            id: self.id(),
            case_id: None,
            to,
            channel: Channel::Email,
            template: text.word,
            subject,
            content,
            code: None,
            held: false,
            not_before: self.moment.now,
        }
    }
}

/// Whether somebody may be told now what a text tells of a case: they may read there what they are told of.
fn may_be_told(
    tx: &mut ReadTx<'_>,
    account: &UserRow,
    case: CaseId,
    text: &str,
    at: AsOf,
) -> Result<bool, StoreError> {
    let Some(reader) = tx.actor_of(account.id, at.today)? else {
        return Ok(false);
    };
    let Some((_, _, ties)) = tx.case_with_ties(case, &reader, at)? else {
        return Ok(false);
    };
    let reads = |action| decide(&reader, &ties, action).is_allowed();
    // Whoever is only invited to help may look, and is not written to: letters go to who has the rights.
    let has_the_rights = ties.through(Scope::LinkedChild) || ties.through(Scope::Own);
    Ok(match LetterText::action_behind(text) {
        Some(action) => reads(action),
        None => reads(Action::ReadTimeline) && has_the_rights,
    })
}

/// The digest under which a code is kept.
pub(crate) fn digest_of(purpose: CodePurpose, code: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(purpose.word());
    hasher.update([0]);
    hasher.update(code.trim());
    hex::encode(hasher.finalize())
}

/// The pause before the next try.
fn pause_after(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let factor = 2_i32.checked_pow(doublings).unwrap_or(i32::MAX);
    FIRST_PAUSE
        .checked_mul(factor)
        .unwrap_or(LONGEST_PAUSE)
        .min(LONGEST_PAUSE)
}

/// A message with its letter, or what becomes of it without one.
type Ready = (ClaimedMessage, Result<Letter, MessageEnd>);

/// A message of which nothing can be made.
fn never(why: &str) -> MessageEnd {
    MessageEnd::Failed { why: why.to_owned() }
}

impl Casework {
    /// Sends messages that are due, at most ten; nothing was due when all numbers are zero.
    ///
    /// # Errors
    /// When the store cannot answer. Messages that were taken are tried again when their lease has ended.
    pub async fn send_due_messages(
        &self,
        sender: &Sender,
        carrier: &impl Carrier,
    ) -> Result<SendReport, StoreError> {
        let now = self.clock.now();
        if !self.store.read(move |tx| tx.a_message_is_due(now)).await? {
            return Ok(SendReport::default());
        }
        let mut report = SendReport::default();
        for (message, letter) in self.take_messages(sender).await? {
            report.unsure += usize::from(message.unsure);
            if self.clock.now() >= message.lease_until {
                // Another sender may have it by now.
                break;
            }
            let end = match letter {
                Ok(letter) => {
                    let carried = carrier.carry(&letter).await;
                    end_of(message.row.attempts, carried, self.clock.now())
                }
                Err(end) => end,
            };
            match &end {
                MessageEnd::Sent => report.sent += 1,
                MessageEnd::Again { .. } => report.later += 1,
                MessageEnd::Failed { .. } => report.failed += 1,
            }
            self.note_end(message, end).await?;
        }
        Ok(report)
    }

    /// Takes messages under a lease and makes their codes, whose digests are kept before anybody has the code.
    async fn take_messages(&self, sender: &Sender) -> Result<Vec<Ready>, StoreError> {
        let now = self.clock.now();
        let until = now + sender.lease;
        let (chance, site) = (self.chance.clone(), sender.site.clone());
        self.store
            .write(move |tx| {
                let lease = chance.id(now);
                let claimed = tx.claim_messages(lease, now, until, AT_A_TIME)?;
                claimed
                    .into_iter()
                    .map(|message| {
                        let mut code = Zeroizing::new([0_u8; CODE_BYTES]);
                        chance.fill(code.as_mut());
                        let code = Zeroizing::new(hex::encode(code.as_ref()));
                        let letter = letter(tx, &message, &site, &code, now)?;
                        Ok((message, letter))
                    })
                    .collect()
            })
            .await
    }

    async fn note_end(&self, message: ClaimedMessage, end: MessageEnd) -> Result<(), StoreError> {
        let now = self.clock.now();
        let (id, lease) = (message.row.id, message.lease);
        let noted = self
            .store
            .write(move |tx| tx.end_attempt(id, lease, &end, now))
            .await?;
        if !noted {
            tracing::warn!(target: "ehcp::mail", %id, "a message took longer than its lease and may go twice");
        }
        Ok(())
    }
}

fn end_of(attempts: i64, carried: Result<(), NotCarried>, now: DateTime<Utc>) -> MessageEnd {
    match carried {
        Ok(()) => MessageEnd::Sent,
        Err(NotCarried::Later(why)) if attempts < MOST_TRIES => MessageEnd::Again {
            at: now + pause_after(attempts),
            why,
        },
        Err(NotCarried::Later(why) | NotCarried::Never(why)) => MessageEnd::Failed { why },
    }
}

/// What becomes of a message to somebody who may not be told of the case any more: it never goes, or waits while a second
/// person has not decided.
fn kept_back(
    tx: &mut ReadTx<'_>,
    account: &UserRow,
    case: CaseId,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Option<MessageEnd>, StoreError> {
    let at = Moment::at(now).as_of();
    if may_be_told(tx, account, case, text, at)? {
        return Ok(None);
    }
    let waits = provisional::kept_until(tx, account.id, case, at)?;
    Ok(Some(match waits {
        Some(at) => MessageEnd::Again {
            at,
            why: WAITS_FOR_SECOND_PERSON.to_owned(),
        },
        None => never("no_access"),
    }))
}

/// The letter of a message; its code, if it has one, is kept as a digest first.
fn letter(
    tx: &mut WriteTx<'_>,
    message: &ClaimedMessage,
    site: &str,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Result<Letter, MessageEnd>, StoreError> {
    let row = &message.row;
    let account = match row.user_id {
        Some(user) => tx.user(user)?.filter(|user| user.disabled_at.is_none()),
        None => None,
    };
    let to = match (row.user_id, &account) {
        (Some(_), account) => account.as_ref().map(|account| account.email.clone()),
        (None, _) => row.address.clone(),
    };
    let Some(to) = to else {
        return Ok(Err(never("no_account")));
    };
    if row.channel == Channel::Post && row.user_id.is_some() {
        return Ok(Err(never("no_postal_address")));
    }
    if let (Some(account), Some(case)) = (&account, row.case_id)
        && let Some(end) = kept_back(tx, account, case, &row.template, now)?
    {
        return Ok(Err(end));
    }
    let mut content = Zeroizing::new(row.content.replace("{site}", site));
    if let (Some(purpose), Some(subject)) = (row.code_purpose, row.code_for) {
        tx.insert_one_time_code(purpose, &digest_of(purpose, code), subject, now)?;
        content = Zeroizing::new(content.replace("{code}", code));
    }
    Ok(Ok(Letter {
        id: row.id,
        channel: row.channel,
        to,
        subject: row.subject.clone(),
        content,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_four_hours() {
        assert_eq!(pause_after(1), Duration::minutes(1));
        assert_eq!(pause_after(4), Duration::minutes(8));
        assert_eq!(pause_after(9), Duration::hours(4));
        assert_eq!(pause_after(1000), Duration::hours(4));
    }

    #[test]
    fn a_message_is_given_up_after_the_last_try_and_at_once_when_nothing_can_help() {
        let now: DateTime<Utc> = "2026-09-07T09:00:00Z".parse().unwrap();
        let later = || Err(NotCarried::Later("busy".to_owned()));
        assert!(
            matches!(end_of(1, later(), now), MessageEnd::Again { at, .. } if at == now + Duration::minutes(1))
        );
        assert!(matches!(
            end_of(MOST_TRIES, later(), now),
            MessageEnd::Failed { .. }
        ));
        let never = Err(NotCarried::Never("no_mailbox".to_owned()));
        assert!(matches!(end_of(1, never, now), MessageEnd::Failed { .. }));
    }

    #[test]
    fn a_code_for_one_purpose_is_none_for_another() {
        let same = |purpose| digest_of(purpose, "abc");
        assert_ne!(same(CodePurpose::Invitation), same(CodePurpose::PasswordReset));
        assert_eq!(
            same(CodePurpose::Invitation),
            digest_of(CodePurpose::Invitation, " abc\n")
        );
    }
}
