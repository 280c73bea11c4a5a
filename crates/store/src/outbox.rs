//! Messages to people: written in the transaction of what they tell of, sent afterwards.

use crate::dialect::Locked;
use crate::schema::{hand_overs, outbox, parent_links, young_person_links};
use crate::ties;
use crate::types::{Instant, Key, Word, words};
use crate::{CodePurpose, ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::not;
use diesel::prelude::*;
use ehcp_case::{CaseId, ChildId, OutgoingMessageId, UserId};
use uuid::Uuid;

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// By e-mail.
    Email,
    /// On paper: it is laid out to be printed and posted.
    Post,
}

impl Channel {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::Email, Self::Post];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Post => "post",
        }
    }
}

/// What has become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// It goes as soon as it may.
    Queued,
    /// It waits until somebody has checked where it would go.
    Held,
    /// A sender has taken it.
    Sending,
    /// It has been handed over.
    Sent,
    /// It could not be handed over and is not tried again.
    Failed,
    /// It is not to go.
    Cancelled,
}

impl MessageState {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Held,
        Self::Sending,
        Self::Sent,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Held => "held",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

words!(all: Channel, MessageState);

/// To whom a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody with an account, at the address that the account has when the message goes.
    Person(UserId),
    /// An address, as it is now.
    Address(String),
}

/// A message to put in the outbox.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its id; also what a receiver knows a repetition by.
    pub id: OutgoingMessageId,
    /// The case it tells of.
    pub case_id: Option<CaseId>,
    /// To whom it goes.
    pub to: Recipient,
    /// How it travels.
    pub channel: Channel,
    /// The word of the text it was made from.
    pub template: &'static str,
    /// The subject line. Nothing of a child but the case's reference.
    pub subject: String,
    /// The text. It may hold `{code}` and `{site}`, which are filled in when it goes.
    pub content: String,
    /// What the code in the text is for, and the invitation or request that it belongs to.
    pub code: Option<(CodePurpose, Uuid)>,
    /// Whether it waits to be released.
    pub held: bool,
    /// Not before this moment.
    pub not_before: DateTime<Utc>,
}

/// A message of the outbox.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct OutboxRow {
    /// The message.
    pub id: OutgoingMessageId,
    /// The case it tells of.
    pub case_id: Option<CaseId>,
    /// The person it goes to.
    pub user_id: Option<UserId>,
    /// The address it goes to, if not that of a person.
    pub address: Option<String>,
    /// How it travels.
    pub channel: Channel,
    /// The word of the text it was made from.
    pub template: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub content: String,
    /// What the code in it is for.
    pub code_purpose: Option<CodePurpose>,
    /// The invitation or request that the code belongs to.
    pub code_for: Option<Uuid>,
    /// What has become of it.
    pub state: MessageState,
    /// Not before this moment.
    pub not_before: DateTime<Utc>,
    /// How often it was taken up.
    pub attempts: i64,
    /// How often it was taken up although it may have gone already.
    pub unsure: i64,
    /// Whether it is held when the sender that has it gives it back.
    pub to_hold: bool,
    /// Why it did not go the last time: a word, never an address.
    pub failure: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent, given up or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// The version of the row.
    pub version: i64,
}

/// A message that a sender has taken, until the lease ends.
#[derive(Debug, Clone)]
pub struct ClaimedMessage {
    /// The message.
    pub row: OutboxRow,
    /// Whether it may have gone already, under an earlier lease.
    pub unsure: bool,
    /// The lease under which it was taken.
    pub lease: Uuid,
    /// When another sender may take it.
    pub lease_until: DateTime<Utc>,
}

/// Whose messages are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagesTo {
    /// Those to a person.
    Person(UserId),
    /// Those to an address.
    Address(String),
    /// Those that tell of a case.
    Case(CaseId),
}

/// How a try to send a message ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageEnd {
    /// It was handed over.
    Sent,
    /// Not now; again at this moment.
    Again {
        /// When.
        at: DateTime<Utc>,
        /// Why, as a word.
        why: String,
    },
    /// Never.
    Failed {
        /// Why, as a word.
        why: String,
    },
}

type Waiting =
    Box<dyn BoxableExpression<outbox::table, crate::db::MultiBackend, SqlType = diesel::sql_types::Bool>>;

/// Messages that a sender may take: due, or taken by one whose lease has ended.
fn due(now: DateTime<Utc>) -> Waiting {
    let now = Instant::new(now);
    let queued = outbox::state
        .eq(Word(MessageState::Queued))
        .and(outbox::not_before.le(now));
    let lapsed = outbox::state
        .eq(Word(MessageState::Sending))
        .and(outbox::lease_until.is_not_null())
        .and(outbox::lease_until.assume_not_null().le(now));
    Box::new(queued.or(lapsed))
}

impl ReadTx<'_> {
    /// Whether a message may be taken now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn a_message_is_due(&mut self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let first = outbox::table
            .filter(due(now))
            .select(outbox::id)
            .first::<OutgoingMessageId>(self.db())
            .optional()?;
        Ok(first.is_some())
    }

    /// One message.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn message(&mut self, id: OutgoingMessageId) -> Result<Option<OutboxRow>, StoreError> {
        Ok(outbox::table
            .find(Key(id))
            .select(OutboxRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The messages to somebody or about a case, newest first; at most 1,000.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn messages_to(&mut self, whose: &MessagesTo) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(outbox::table
            .filter(meant(whose))
            .select(OutboxRow::as_select())
            .order(outbox::id.desc())
            .limit(1000)
            .load(self.db())?)
    }

    /// The members of the family who have accounts and are tied to a child today: parents with a verified link, the
    /// young person, and a representative who acts for them. Whether each may know of the case is the policy's to say.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn family_accounts(&mut self, child: ChildId, today: NaiveDate) -> Result<Vec<UserId>, StoreError> {
        let mut family: Vec<UserId> = parent_links::table
            .filter(parent_links::child_id.eq(Key(child)))
            .filter(parent_links::verified_at.is_not_null())
            .filter(not(parent_links::annulled))
            .filter(parent_links::from_on.le(today))
            .filter(
                parent_links::until_on
                    .is_null()
                    .or(parent_links::until_on.ge(today)),
            )
            .select(parent_links::user_id)
            .order(parent_links::user_id)
            .load(self.db())?;
        let own: Option<UserId> = ties::young_people(today)
            .filter(young_person_links::child_id.eq(Key(child)))
            .select(young_person_links::user_id)
            .first(self.db())
            .optional()?;
        let representatives: Vec<Option<UserId>> = ties::represented(today)
            .filter(hand_overs::child_id.eq(Key(child)))
            .select(hand_overs::user_id)
            .load(self.db())?;
        family.extend(own.into_iter().chain(representatives.into_iter().flatten()));
        family.sort_unstable();
        family.dedup();
        Ok(family)
    }

    /// How many messages are in a state.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn messages_in(&mut self, state: MessageState) -> Result<i64, StoreError> {
        Ok(outbox::table
            .filter(outbox::state.eq(Word(state)))
            .count()
            .get_result(self.db())?)
    }
}

fn meant(whose: &MessagesTo) -> Waiting {
    match whose {
        MessagesTo::Person(user) => Box::new(
            outbox::user_id
                .is_not_null()
                .and(outbox::user_id.assume_not_null().eq(Key(*user))),
        ),
        MessagesTo::Address(address) => Box::new(
            outbox::address
                .is_not_null()
                .and(outbox::address.assume_not_null().eq(address.clone())),
        ),
        MessagesTo::Case(case) => Box::new(
            outbox::case_id
                .is_not_null()
                .and(outbox::case_id.assume_not_null().eq(Key(*case))),
        ),
    }
}

impl WriteTx<'_> {
    /// Puts a message in the outbox, in the transaction of what it tells of: it goes if and only if that is kept.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn put_message(&mut self, message: &NewMessage, at: DateTime<Utc>) -> Result<(), StoreError> {
        let (user, address) = match &message.to {
            Recipient::Person(user) => (Some(Key(*user)), None),
            Recipient::Address(address) => (None, Some(address)),
        };
        let state = if message.held {
            MessageState::Held
        } else {
            MessageState::Queued
        };
        diesel::insert_into(outbox::table)
            .values((
                outbox::id.eq(Key(message.id)),
                outbox::case_id.eq(message.case_id.map(Key)),
                outbox::user_id.eq(user),
                outbox::address.eq(address),
                outbox::channel.eq(Word(message.channel)),
                outbox::template.eq(message.template),
                outbox::subject.eq(&message.subject),
                outbox::content.eq(&message.content),
                outbox::code_purpose.eq(message.code.map(|(purpose, _)| Word(purpose))),
                outbox::code_for.eq(message.code.map(|(_, subject)| Key(subject))),
                outbox::state.eq(Word(state)),
                outbox::not_before.eq(Instant::new(message.not_before)),
                outbox::attempts.eq(0),
                outbox::unsure.eq(0),
                outbox::to_hold.eq(false),
                outbox::created_at.eq(Instant::new(at)),
                outbox::version.eq(1),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Holds the messages to somebody that have not gone yet, and says which. What a sender has taken already cannot
    /// be called back, but is held if it does not get through.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn hold_messages_to(&mut self, whose: &MessagesTo) -> Result<Vec<OutgoingMessageId>, StoreError> {
        let waiting: Vec<OutgoingMessageId> = Locked(
            outbox::table
                .filter(meant(whose))
                .filter(outbox::state.eq(Word(MessageState::Queued)))
                .order(outbox::id)
                .select(outbox::id),
        )
        .load(self.db())?;
        for id in &waiting {
            self.move_message(*id, MessageState::Queued, MessageState::Held, None)?;
        }
        let taken = outbox::table
            .filter(meant(whose))
            .filter(outbox::state.eq(Word(MessageState::Sending)));
        diesel::update(taken)
            .set(outbox::to_hold.eq(true))
            .execute(self.db())?;
        Ok(waiting)
    }

    /// Lets a held message go. Whether it was held.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn release_message(&mut self, id: OutgoingMessageId) -> Result<bool, StoreError> {
        self.move_message(id, MessageState::Held, MessageState::Queued, None)
    }

    /// Lets the messages that tell of a case and wait for this reason be tried at once.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn try_messages_now(
        &mut self,
        case: CaseId,
        why: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let waiting = outbox::table
            .filter(meant(&MessagesTo::Case(case)))
            .filter(outbox::state.eq(Word(MessageState::Queued)))
            .filter(outbox::failure.eq(why));
        diesel::update(waiting)
            .set((
                outbox::not_before.eq(Instant::new(now)),
                outbox::version.eq(outbox::version + 1),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a message that is held or queued from going. Whether it could still be kept.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn cancel_message(&mut self, id: OutgoingMessageId, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let held = self.move_message(id, MessageState::Held, MessageState::Cancelled, Some(at))?;
        Ok(held || self.move_message(id, MessageState::Queued, MessageState::Cancelled, Some(at))?)
    }

    /// Keeps every message that brings a code for something from going, if it has not gone yet.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn cancel_messages_with_code_for(
        &mut self,
        subject: Uuid,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let waiting: Vec<OutgoingMessageId> = outbox::table
            .filter(outbox::code_for.is_not_null())
            .filter(outbox::code_for.assume_not_null().eq(Key(subject)))
            .select(outbox::id)
            .load(self.db())?;
        for id in waiting {
            self.cancel_message(id, at)?;
        }
        Ok(())
    }

    fn move_message(
        &mut self,
        id: OutgoingMessageId,
        from: MessageState,
        to: MessageState,
        ended_at: Option<DateTime<Utc>>,
    ) -> Result<bool, StoreError> {
        let waiting = outbox::table.find(Key(id)).filter(outbox::state.eq(Word(from)));
        let moved = diesel::update(waiting)
            .set((
                outbox::state.eq(Word(to)),
                outbox::to_hold.eq(false),
                outbox::lease.eq(None::<Key<Uuid>>),
                outbox::lease_until.eq(None::<Instant>),
                outbox::ended_at.eq(ended_at.map(Instant::new)),
                outbox::version.eq(outbox::version + 1),
            ))
            .execute(self.db())?;
        Ok(moved > 0)
    }

    /// Takes the oldest messages that are due, at most `limit`, under a lease: until it ends no other sender takes
    /// them. One whose earlier lease ended without a word may have gone already, which is counted.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn claim_messages(
        &mut self,
        lease: Uuid,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<ClaimedMessage>, StoreError> {
        // Locked, so that another sender waits here and then sees that they are taken.
        let rows: Vec<OutboxRow> = Locked(
            outbox::table
                .filter(due(now))
                .order((outbox::not_before, outbox::id))
                .limit(limit)
                .select(OutboxRow::as_select()),
        )
        .load(self.db())?;
        let mut claimed = Vec::new();
        for mut row in rows {
            let unsure = i64::from(row.state == MessageState::Sending);
            if row.to_hold {
                self.move_message(row.id, MessageState::Sending, MessageState::Held, None)?;
                continue;
            }
            diesel::update(outbox::table.find(Key(row.id)))
                .set((
                    outbox::state.eq(Word(MessageState::Sending)),
                    outbox::lease.eq(Key(lease)),
                    outbox::lease_until.eq(Instant::new(lease_until)),
                    outbox::attempts.eq(outbox::attempts + 1),
                    outbox::unsure.eq(outbox::unsure + unsure),
                    outbox::version.eq(outbox::version + 1),
                ))
                .execute(self.db())?;
            row.attempts += 1;
            row.unsure += unsure;
            row.version += 1;
            row.state = MessageState::Sending;
            claimed.push(ClaimedMessage {
                row,
                unsure: unsure > 0,
                lease,
                lease_until,
            });
        }
        Ok(claimed)
    }

    /// Notes how a try ended. False when the lease had ended and another sender has taken the message since.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_attempt(
        &mut self,
        id: OutgoingMessageId,
        lease: Uuid,
        end: &MessageEnd,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let to_hold = self.message(id)?.is_some_and(|row| row.to_hold);
        let (state, not_before, failure, ended_at) = match end {
            MessageEnd::Sent => (MessageState::Sent, at, None, Some(at)),
            MessageEnd::Again { at, why } if to_hold => (MessageState::Held, *at, Some(why), None),
            MessageEnd::Again { at, why } => (MessageState::Queued, *at, Some(why), None),
            MessageEnd::Failed { why } => (MessageState::Failed, at, Some(why), Some(at)),
        };
        let own = outbox::table
            .find(Key(id))
            .filter(outbox::state.eq(Word(MessageState::Sending)))
            .filter(outbox::lease.is_not_null())
            .filter(outbox::lease.assume_not_null().eq(Key(lease)));
        let noted = diesel::update(own)
            .set((
                outbox::state.eq(Word(state)),
                outbox::not_before.eq(Instant::new(not_before)),
                outbox::to_hold.eq(false),
                outbox::failure.eq(failure),
                outbox::ended_at.eq(ended_at.map(Instant::new)),
                outbox::lease.eq(None::<Key<Uuid>>),
                outbox::lease_until.eq(None::<Instant>),
                outbox::version.eq(outbox::version + 1),
            ))
            .execute(self.db())?;
        Ok(noted > 0)
    }
}
