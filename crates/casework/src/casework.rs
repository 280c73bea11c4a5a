//! Who runs a use case: transaction, actor, repeated calls, logs.

use crate::again;
use crate::attachment_bytes::FileRoom;
use crate::flood::Flood;
use crate::identity::Identity;
use crate::password::Passwords;
use crate::program_session::FOR_PROGRAMS;
use crate::proof::{self, Proof, proven};
use crate::second_factor::Seal;
use crate::tries::{self, Count};
use crate::watch::ReadWatch;
use crate::{Asked, Chance, Clock, Error, Moment, NoVersionSeen, Purpose};
use chrono::{DateTime, Utc};
use ehcp_access::{Action, Actor, EMERGENCY, Permitted, Reach, Role, Scope, authorize};
use ehcp_case::{CaseId, SessionId, UserId};
use ehcp_store::{
    AccessReason, CaseRow, ChildRow, Keep, KeptAnswer, LogEntry, ReadOutcome, ReadRecord, ReadTx, Recorded,
    SecurityRecord, SignedInActor, Store, StoreError, WriteTx,
};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::{collections::BTreeSet, num::NonZeroUsize, sync::Arc};
use uuid::Uuid;

/// Who a token says is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// The person.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
}

/// Who is asking, and what came with the question.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Who a token says it is.
    pub bearer: Bearer,
    /// Why they ask, if they said so.
    pub purpose: Option<Purpose>,
}

impl From<Bearer> for Asking {
    fn from(bearer: Bearer) -> Self {
        Self {
            bearer,
            purpose: None,
        }
    }
}

/// What somebody may do who must have a second factor and has none: see who they are, enrol one, and leave.
const WITHOUT_SECOND_FACTOR: &[&str] = &[
    "read_me",
    "read_second_factor",
    "start_second_factor",
    "confirm_second_factor",
    "list_own_sessions",
    "delete_session",
    "end_own_session",
    "end_other_sessions",
    "change_own_password",
    "create_reauthentication",
    "start_single_sign_on_proof",
    "create_single_sign_on_proof",
];

/// A reading use case at work.
pub struct Look<'a, 'tx> {
    pub(crate) tx: &'a mut ReadTx<'tx>,
    pub(crate) actor: Actor,
    pub(crate) moment: Moment,
    proof: Proof,
    identity: Arc<Identity>,
    trace: Trace,
}

/// A writing use case at work.
pub struct Act<'a, 'tx> {
    /// Who signed in, and how sure that is; `None` for generators and imports.
    signed_in: Option<(Bearer, Proof)>,
    pub(crate) tx: &'a mut WriteTx<'tx>,
    pub(crate) actor: Actor,
    pub(crate) moment: Moment,
    pub(crate) chance: Chance,
    operation: &'static str,
    asked: Asked,
    trace: Trace,
}

/// What a use case touched, for the logs.
#[derive(Debug, Default)]
struct Trace {
    seen: Vec<CaseId>,
    /// The relationships through which it was reached.
    scopes: BTreeSet<&'static str>,
    case: Option<CaseId>,
    subject: Option<String>,
    /// What was allowed, and on which terms: what a kept answer rests on.
    terms: RefCell<BTreeSet<String>>,
}

/// A call that may be repeated: its key and a digest of its body.
#[derive(Debug, Clone)]
pub struct Once {
    /// The `Idempotency-Key`.
    pub key: String,
    /// A digest of everything that was sent.
    pub body_digest: String,
}

/// What a call that creates or sends something answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The address of what was made.
    pub location: Option<String>,
    /// The version of what was made or changed, as its `ETag`.
    pub etag: Option<String>,
    /// The body, as JSON.
    pub body: String,
}

/// A refusal with what it was about.
struct Refused {
    error: Error,
    subject: Option<String>,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self {
            error: error.into(),
            subject: None,
        }
    }
}

impl Look<'_, '_> {
    /// A case on which the person may do this.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is missing or hidden, [`Error::Forbidden`] when this is not for the person.
    pub(crate) fn case(
        &mut self,
        id: CaseId,
        action: Action,
    ) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
        self.trace.subject = Some(id.to_string());
        let found = permitted(self.tx, &self.actor, Some(&self.proof), &self.moment, id, action)?;
        self.saw(id);
        self.through([found.0.purpose()]);
        Ok(found)
    }

    /// Notes that a list was filtered by this reach, for the read log; and that a case of it may be there because the
    /// reader has opened it in an emergency.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) fn through_reach(&mut self, reach: &Reach) -> Result<(), Error> {
        let authority = reach.authority.then_some(Scope::Authority);
        let scopes = reach.scopes.iter().copied().chain(authority);
        self.through(scopes.map(Scope::word));
        if reach.break_glass && self.tx.has_open_emergency(self.actor.user, self.moment.now)? {
            self.through([EMERGENCY]);
        }
        Ok(())
    }

    /// Notes through which relationships cases are reached, for the read log.
    pub(crate) fn through(&mut self, scopes: impl IntoIterator<Item = &'static str>) {
        self.trace.scopes.extend(scopes);
    }

    /// The proof that the person may do this, which names no case.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when this is not for the person; [`Error::StepUpNeeded`] and [`Error::PurposeNeeded`].
    pub(crate) fn may(&self, action: Action) -> Result<Permitted<()>, Error> {
        proof::general(&self.actor, action, Some(&self.proof), &self.moment)
    }

    /// How the authority wants people to prove who they are.
    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Why the person looks, if they said so.
    pub fn purpose(&self) -> Option<&Purpose> {
        self.proof.purpose.as_ref()
    }

    /// Notes that data of a case is shown, for the read log.
    pub(crate) fn saw(&mut self, id: CaseId) {
        if !self.trace.seen.contains(&id) {
            self.trace.seen.push(id);
        }
    }
}

impl Act<'_, '_> {
    /// Keeps everybody else from changing a case until the transaction ends, for somebody who is still signed in.
    fn lock(&mut self, id: CaseId) -> Result<(), Error> {
        self.trace.subject = Some(id.to_string());
        self.trace.case = Some(id);
        self.tx.lock_case(id)?;
        self.still_signed_in()
    }

    /// A case on which the person may do this; nobody else changes it until the transaction ends.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is missing or hidden, [`Error::Forbidden`] when this is not for the person.
    pub(crate) fn case(
        &mut self,
        id: CaseId,
        action: Action,
    ) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
        self.trace.subject = Some(id.to_string());
        // Asked before too: whoever may not know of a case does not wait for those who change it.
        self.permitted(id, action)?;
        self.lock(id)?;
        self.permitted(id, action)
    }

    fn permitted(&mut self, id: CaseId, action: Action) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
        let proof = self.signed_in.as_ref().map(|(_, proof)| proof);
        let found = permitted(self.tx, &self.actor, proof, &self.moment, id, action)?;
        self.trace.terms.borrow_mut().insert(again::on_case(&found.0));
        Ok(found)
    }

    /// The proof that the person may do this, which names no case.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when this is not for the person; [`Error::StepUpNeeded`].
    pub(crate) fn may(&self, action: Action) -> Result<Permitted<()>, Error> {
        let permit = proof::general(&self.actor, action, self.proof(), &self.moment)?;
        self.trace.terms.borrow_mut().insert(again::in_general(&permit));
        Ok(permit)
    }

    /// Refuses when the last proof of identity is older than five minutes.
    ///
    /// # Errors
    /// [`Error::StepUpNeeded`].
    pub(crate) fn fresh(&self) -> Result<(), Error> {
        self.proof().map_or(Ok(()), |proof| proof.is_fresh(&self.moment))
    }

    /// Refuses when the second factor was not shown in the last five minutes: a password proves nothing about it.
    ///
    /// # Errors
    /// [`Error::CodeNeeded`].
    pub(crate) fn second_factor_fresh(&self) -> Result<(), Error> {
        self.proof()
            .map_or(Ok(()), |proof| proof.showed_second_factor(&self.moment))
    }

    /// Forgets the tries that were counted for this session: the last was good.
    ///
    /// # Errors
    /// When the store cannot write.
    pub(crate) fn forget_tries_in_session(&mut self) -> Result<(), Error> {
        tries::forget(self.tx, &Count::in_session(self.actor.session))
    }

    pub(crate) fn proof(&self) -> Option<&Proof> {
        self.signed_in.as_ref().map(|(_, proof)| proof)
    }

    /// Why the person asks, if they said so.
    pub fn purpose(&self) -> Option<&Purpose> {
        self.proof()?.purpose.as_ref()
    }

    /// Leaves a row in the security log, kept with the change or not at all.
    ///
    /// # Errors
    /// When the store cannot write.
    pub(crate) fn record_security(
        &mut self,
        event: &'static str,
        subject: Option<String>,
    ) -> Result<(), Error> {
        self.tx.record_security(&SecurityRecord {
            at: self.moment.now,
            user_id: Some(self.actor.user),
            event,
            operation: self.operation,
            subject,
            network: self.asked.network().map(str::to_owned),
            occurrences: 1,
        })?;
        Ok(())
    }

    /// The same for a change that names the version it saw.
    ///
    /// # Errors
    /// As [`Act::case`], and [`Error::Stale`] when the case has another version.
    pub(crate) fn case_at(
        &mut self,
        id: CaseId,
        action: Action,
        seen: i64,
    ) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
        let found = self.case(id, action)?;
        same_version(found.0.subject().version, seen)?;
        Ok(found)
    }

    /// While this transaction waited for the case, the person's teams may have changed.
    fn still_signed_in(&mut self) -> Result<(), Error> {
        if let Some((bearer, _)) = &self.signed_in {
            let moment = self.moment;
            self.actor = self
                .tx
                .actor(bearer.user, bearer.session, moment.now, moment.today)?
                .ok_or(Error::Unauthenticated)?;
        }
        Ok(())
    }

    /// Notes which case a call brought into being, so that its kept answer is not given to somebody barred since.
    pub(crate) fn brought_into_being(&mut self, id: CaseId) {
        self.trace.case = Some(id);
    }

    /// Whether this is done by somebody who signed in, and not by a generator or an import.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.signed_in.is_some()
    }

    /// A new id.
    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        self.chance.id(self.moment.now)
    }

    /// When and by whom this is recorded.
    pub(crate) fn recorded(&self) -> Recorded {
        Recorded {
            at: self.moment.now,
            by: self.actor.user,
        }
    }
}

/// Refuses when a version is not the one that was seen.
pub(crate) fn same_version(current: i64, seen: i64) -> Result<(), Error> {
    match seen.cmp(&current) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(Error::Stale { current }),
        // It has never had this version, so the caller read something else.
        Ordering::Greater => Err(Error::NoVersionSeen(NoVersionSeen::Unknown)),
    }
}

pub(crate) fn permitted(
    tx: &mut ReadTx<'_>,
    actor: &Actor,
    proof: Option<&Proof>,
    moment: &Moment,
    id: CaseId,
    action: Action,
) -> Result<(Permitted<CaseRow>, ChildRow), Error> {
    let (case, child, ties) = tx
        .case_with_ties(id, actor, moment.as_of())?
        .ok_or(Error::NotFound)?;
    let permit = authorize(actor, &ties, action, case)?;
    Ok((proven(permit, proof, moment)?, child))
}

/// The use cases of one deployment: its store, its clock, its randomness.
#[derive(Clone)]
pub struct Casework {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) chance: Chance,
    pub(crate) passwords: Passwords,
    watch: Arc<ReadWatch>,
    pub(crate) identity: Arc<Identity>,
    asked: Asked,
    pub(crate) flood: Flood,
    pub(crate) file_room: Option<FileRoom>,
}

impl Casework {
    /// Use cases over a store. Sessions live as long as usual, and seeds of second factors are sealed with a key that
    /// ends with the process; [`Casework::proving`] says otherwise.
    pub fn new(store: Store, clock: Clock, chance: Chance, passwords: Passwords) -> Self {
        Self {
            store,
            clock,
            chance,
            passwords,
            identity: Arc::new(Identity::sealed_with(Seal::fleeting())),
            watch: Arc::new(ReadWatch::default()),
            asked: Asked::default(),
            flood: Flood::default(),
            file_room: None,
        }
    }

    /// With another ceiling of different cases that one person reads in one day before it is told.
    #[must_use]
    pub fn telling_of_daily_reads(self, ceiling: NonZeroUsize) -> Self {
        Self {
            watch: Arc::new(ReadWatch::at(ceiling)),
            ..self
        }
    }

    /// The same for one request, whose origin goes into the logs.
    #[must_use]
    pub fn asked(&self, asked: Asked) -> Self {
        Self {
            asked,
            ..self.clone()
        }
    }

    /// The same, with a place for files. Without one, none is received and none is handed out.
    #[must_use]
    pub fn keeping_files(self, room: FileRoom) -> Self {
        Self {
            file_room: Some(room),
            ..self
        }
    }

    /// The same, with how people prove who they are.
    #[must_use]
    pub fn proving(self, identity: Identity) -> Self {
        Self {
            identity: Arc::new(identity),
            ..self
        }
    }

    /// The store, for the program itself.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The moment it is.
    pub fn moment(&self) -> Moment {
        Moment::at(self.clock.now())
    }

    /// Reads, and answers only when the read log has its row.
    ///
    /// # Errors
    /// What the use case refuses, or why the store cannot answer.
    pub async fn look<T: Send + 'static>(
        &self,
        asking: impl Into<Asking>,
        operation: &'static str,
        use_case: impl FnOnce(&mut Look<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let moment = self.moment();
        let Asking { bearer, purpose } = asking.into();
        let identity = self.identity.clone();
        let result = self
            .store
            .read(move |tx| -> Result<_, Refused> {
                let found = tx.signed_in(bearer.user, bearer.session, moment.now, moment.today)?;
                let (actor, proof) = admitted(found, &identity, operation, purpose)?;
                let mut look = Look {
                    tx,
                    actor,
                    moment,
                    proof,
                    identity,
                    trace: Trace::default(),
                };
                match use_case(&mut look) {
                    Ok(value) => Ok((value, look.trace, look.proof.purpose)),
                    Err(error) => Err(Refused {
                        error,
                        subject: look.trace.subject,
                    }),
                }
            })
            .await;
        match result {
            Ok((value, trace, reason)) => {
                let many = self.watch.passes(bearer.user, moment.today, &trace.seen);
                self.log_read(bearer, operation, moment, trace, reason).await?;
                if many {
                    tracing::warn!(user = %bearer.user, "somebody has read unusually many cases today");
                    self.log_security("many_cases_read", Some(bearer.user), operation, None, moment)
                        .await;
                }
                Ok(value)
            }
            Err(refused) => Err(self
                .log_refusal(refused, Some(bearer.user), operation, moment)
                .await),
        }
    }

    /// Changes something, all of it or nothing.
    ///
    /// # Errors
    /// What the use case refuses, or why the store cannot answer.
    pub async fn act<T: Send + 'static>(
        &self,
        asking: impl Into<Asking>,
        operation: &'static str,
        use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.act_keeping(asking.into(), operation, Keep::Unchanged, use_case)
            .await
    }

    /// The same for what changes the session or the account of whoever asks.
    pub(crate) async fn act_keeping<T: Send + 'static>(
        &self,
        asking: Asking,
        operation: &'static str,
        keep: Keep,
        use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let moment = self.moment();
        let (chance, asked) = (self.chance.clone(), self.asked.clone());
        let Asking { bearer, purpose } = asking;
        let identity = self.identity.clone();
        let result = self
            .store
            .write(move |tx| -> Result<T, Refused> {
                let found = tx.keep_signed_in(bearer.user, bearer.session, moment.now, moment.today, keep)?;
                let (actor, proof) = admitted(found, &identity, operation, purpose)?;
                let mut act = Act {
                    signed_in: Some((bearer, proof)),
                    tx,
                    actor,
                    moment,
                    chance,
                    operation,
                    asked,
                    trace: Trace::default(),
                };
                act.run(use_case)
            })
            .await;
        match result {
            Ok(value) => Ok(value),
            Err(refused) => Err(self
                .log_refusal(refused, Some(bearer.user), operation, moment)
                .await),
        }
    }

    /// Creates or sends something once: a call with the same key and body is answered as the first time, before
    /// anything else is looked at.
    ///
    /// # Errors
    /// As [`Casework::act`]; [`Error::IdempotencyMismatch`] when the key came with another body before.
    pub async fn once(
        &self,
        asking: impl Into<Asking>,
        operation: &'static str,
        once: Once,
        use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<Answer, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let again = once.clone();
        let asking = asking.into();
        let result = self
            .act(asking.clone(), operation, move |act| {
                answer_once(act, operation, &once, use_case)
            })
            .await;
        match result {
            // The same call is being answered beside this one, and its transaction is over by now.
            Err(Error::Store(StoreError::Conflict(violation)))
                if violation.table.as_deref() == Some("idempotent_answers") =>
            {
                self.act(asking, operation, move |act| {
                    kept(act, operation, &again)?
                        .ok_or_else(|| Error::Internal("a claimed call has no answer".to_owned()))
                })
                .await
            }
            other => other,
        }
    }

    async fn log_read(
        &self,
        bearer: Bearer,
        operation: &'static str,
        moment: Moment,
        trace: Trace,
        given: Option<Purpose>,
    ) -> Result<(), Error> {
        if trace.seen.is_empty() {
            return Ok(());
        }
        let record = ReadRecord {
            at: moment.now,
            user_id: bearer.user,
            session_id: bearer.session,
            operation,
            case_ids: trace.seen,
            purpose: joined(&trace.scopes),
            reason: reason(given.as_ref(), &self.chance),
            network: self.asked.network().map(str::to_owned),
            outcome: ReadOutcome::Shown,
        };
        Ok(self.store.log(LogEntry::Read(record)).await?)
    }

    /// Keeps a refusal in the security log and gives the error back. A log that cannot be written is told to the
    /// operator; the refusal stands.
    async fn log_refusal(
        &self,
        refused: Refused,
        user: Option<UserId>,
        operation: &'static str,
        moment: Moment,
    ) -> Error {
        if let Some(event) = refused.error.security_event() {
            self.log_security(event, user, operation, refused.subject, moment)
                .await;
        }
        refused.error
    }

    pub(crate) async fn log_security(
        &self,
        event: &'static str,
        user: Option<UserId>,
        operation: &'static str,
        subject: Option<String>,
        moment: Moment,
    ) {
        let record = SecurityRecord {
            at: moment.now,
            user_id: user,
            event,
            operation,
            subject,
            network: self.asked.network().map(str::to_owned),
            occurrences: 1,
        };
        if let Err(error) = self.store.log(LogEntry::Security(record)).await {
            tracing::error!(%error, event, "the security log could not be written");
        }
    }

    /// Runs a use case inside a transaction that the caller owns, as somebody who is not signed in over HTTP: for
    /// generators and imports, which share one commit among many use cases.
    ///
    /// # Errors
    /// What the use case refuses.
    pub fn act_within<T>(
        &self,
        tx: &mut WriteTx<'_>,
        actor: Actor,
        use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut act = Act {
            signed_in: None,
            tx,
            actor,
            moment: self.moment(),
            chance: self.chance.clone(),
            operation: "generated",
            asked: self.asked.clone(),
            trace: Trace::default(),
        };
        act.run(use_case).map_err(|refused| refused.error)
    }
}

/// Lets somebody in whose session is open, as far as they have proved who they are.
fn admitted(
    found: Option<SignedInActor>,
    identity: &Identity,
    operation: &'static str,
    purpose: Option<Purpose>,
) -> Result<(Actor, Proof), Refused> {
    let refused = |error| Refused { error, subject: None };
    let found = found.ok_or_else(|| refused(Error::Unauthenticated))?;
    let lacking = found.second_factor_at.is_none() && identity.asks_for_second_factor(found.actor.role);
    if lacking && !WITHOUT_SECOND_FACTOR.contains(&operation) {
        return Err(refused(Error::SecondFactorNeeded));
    }
    if found.actor.role == Role::Service && !FOR_PROGRAMS.contains(&operation) {
        return Err(refused(Error::Forbidden {
            reason: "This is for people, and not for programs.".to_owned(),
        }));
    }
    let proof = Proof {
        authenticated_at: found.authenticated_at,
        second_factor_at: found.second_factor_at,
        purpose,
    };
    Ok((found.actor, proof))
}

/// Leaves a row in the security log within a transaction.
pub(crate) fn record_security(
    tx: &mut WriteTx<'_>,
    at: DateTime<Utc>,
    event: &'static str,
    user_id: Option<UserId>,
    operation: &'static str,
    subject: Option<String>,
) -> Result<(), Error> {
    tx.record_security(&SecurityRecord {
        at,
        user_id,
        event,
        operation,
        subject,
        network: None,
        occurrences: 1,
    })?;
    Ok(())
}

impl Act<'_, '_> {
    fn run<T>(&mut self, use_case: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Refused> {
        use_case(self).map_err(|error| Refused {
            error,
            subject: self.trace.subject.take(),
        })
    }
}

fn answer_once(
    act: &mut Act<'_, '_>,
    operation: &'static str,
    once: &Once,
    use_case: impl FnOnce(&mut Act<'_, '_>) -> Result<Answer, Error>,
) -> Result<Answer, Error> {
    if let Some(answer) = kept(act, operation, once)? {
        return Ok(answer);
    }
    // Claimed first, so that the same call beside this one waits for this transaction to end.
    act.tx.claim_answer(
        act.actor.user,
        operation,
        &once.key,
        &once.body_digest,
        act.moment.now,
    )?;
    let answer = use_case(act)?;
    let row = KeptAnswer {
        case_id: act.trace.case,
        body_digest: once.body_digest.clone(),
        status: i32::from(answer.status),
        location: answer.location.clone(),
        etag: answer.etag.clone(),
        body: answer.body.clone(),
        terms: Some(again::joined(&act.trace.terms.borrow())),
    };
    act.tx.keep_answer(act.actor.user, operation, &once.key, &row)?;
    Ok(answer)
}

fn kept(act: &mut Act<'_, '_>, operation: &'static str, once: &Once) -> Result<Option<Answer>, Error> {
    let Some(row) = act.tx.kept_answer(act.actor.user, operation, &once.key)? else {
        return Ok(None);
    };
    if row.body_digest != once.body_digest {
        return Err(Error::IdempotencyMismatch);
    }
    if let Some(case) = row.case_id {
        // What is shown again is read again.
        let scope = again::may_have(act, operation, case, row.terms.as_deref())?;
        let record = ReadRecord {
            at: act.moment.now,
            user_id: act.actor.user,
            session_id: act.actor.session,
            operation,
            case_ids: vec![case],
            purpose: scope.map(str::to_owned),
            reason: reason(act.purpose(), &act.chance),
            network: act.asked.network().map(str::to_owned),
            outcome: ReadOutcome::ShownAgain,
        };
        act.tx.record_read(&record)?;
    } else {
        again::may_still(act, None, row.terms.as_deref())?;
    }
    let status = u16::try_from(row.status).unwrap_or(500);
    Ok(Some(Answer {
        status,
        location: row.location,
        etag: row.etag,
        body: row.body,
    }))
}

/// The scopes as one text.
fn joined(scopes: &BTreeSet<&'static str>) -> Option<String> {
    let words: Vec<&str> = scopes.iter().copied().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn reason(given: Option<&Purpose>, chance: &Chance) -> Option<AccessReason> {
    given.map(|given| AccessReason {
        salt: chance.salt(),
        reason: given.as_str().to_owned(),
    })
}
