//! The tables, as both databases have them. A test compares this file with the migrated schemas.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    teams (id) {
        id -> DbUuid,
        name -> Text,
        area -> Text,
        duty_line -> Text,
        duty_email -> Text,
        takes_new_cases -> Bool,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    education_settings (id) {
        id -> DbUuid,
        name -> Text,
        kind -> Text,
        urn -> Nullable<Text>,
        town -> Text,
        team_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    users (id) {
        id -> DbUuid,
        email -> Text,
        display_name -> Text,
        role -> DbWord,
        education_setting_id -> Nullable<DbUuid>,
        password_hash -> Text,
        disabled_at -> Nullable<DbInstant>,
        created_at -> DbInstant,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    sessions (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        started_at -> DbInstant,
        expires_at -> DbInstant,
        ended_at -> Nullable<DbInstant>,
        authenticated_at -> DbInstant,
        ends_at_latest -> DbInstant,
        how -> DbWord,
        second_factor_at -> Nullable<DbInstant>,
        network -> Nullable<Text>,
        service_key_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    team_members (user_id, team_id, from_on) {
        user_id -> DbUuid,
        team_id -> DbUuid,
        from_on -> Date,
        until_on -> Nullable<Date>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    children (id) {
        id -> DbUuid,
        given_name -> Text,
        family_name -> Text,
        born_on -> Date,
        upn -> Nullable<Text>,
        claimed_upn -> Nullable<Text>,
        young_person_from -> Date,
        recorded_at -> DbInstant,
        recorded_by -> Nullable<DbUuid>,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    parent_links (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        user_id -> DbUuid,
        parental_responsibility -> Bool,
        has_care -> Bool,
        from_on -> Date,
        until_on -> Nullable<Date>,
        evidence -> Text,
        verified_at -> Nullable<DbInstant>,
        verified_by -> Nullable<DbUuid>,
        recorded_at -> DbInstant,
        recorded_by -> Nullable<DbUuid>,
        annulled -> Bool,
        ended_at -> Nullable<DbInstant>,
        ended_by -> Nullable<DbUuid>,
        end_reason -> Nullable<Text>,
        in_place_of -> Nullable<DbUuid>,
        ended_for -> Nullable<DbUuid>,
        until_before -> Nullable<Date>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    young_person_links (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        user_id -> DbUuid,
        from_on -> Date,
        until_on -> Nullable<Date>,
        evidence -> Text,
        recorded_at -> DbInstant,
        recorded_by -> Nullable<DbUuid>,
        annulled -> Bool,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    enrolments (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        education_setting_id -> DbUuid,
        from_on -> Date,
        until_on -> Nullable<Date>,
        recorded_at -> DbInstant,
        recorded_by -> Nullable<DbUuid>,
        dual_registration -> Bool,
        annulled -> Bool,
        ended_at -> Nullable<DbInstant>,
        ended_by -> Nullable<DbUuid>,
        end_reason -> Nullable<Text>,
        ended_for -> Nullable<DbUuid>,
        until_before -> Nullable<Date>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    case_numbers (year) {
        year -> Integer,
        last_number -> Integer,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    cases (id) {
        id -> DbUuid,
        reference -> Text,
        child_id -> DbUuid,
        team_id -> Nullable<DbUuid>,
        officer_id -> Nullable<DbUuid>,
        stage -> DbWord,
        assessment_id -> DbUuid,
        next_due_on -> Date,
        next_rule -> Nullable<Text>,
        restricted -> Bool,
        opened_at -> DbInstant,
        last_event -> BigInt,
        last_event_hash -> Text,
        version -> BigInt,
        sealed_until -> Nullable<DbInstant>,
        restricted_until -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    assessments (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        number -> Integer,
        opened_on -> Date,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    requests (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        source -> DbWord,
        education_setting_id -> Nullable<DbUuid>,
        received_on -> Date,
        reasons -> Nullable<Text>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    advice_requests (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        kind -> DbWord,
        addressee -> Text,
        education_setting_id -> Nullable<DbUuid>,
        adviser_id -> Nullable<DbUuid>,
        referral -> Text,
        sent_on -> Date,
        received_on -> Date,
        answered_on -> Nullable<Date>,
        answer -> Nullable<Text>,
        answer_text -> Nullable<Text>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    facts (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        advice_request_id -> Nullable<DbUuid>,
        kind -> DbWord,
        happened_on -> Date,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        replaces -> Nullable<DbUuid>,
        reason -> Nullable<Text>,
        superseded_at -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    exceptions (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        advice_request_id -> Nullable<DbUuid>,
        kind -> DbWord,
        from_on -> Date,
        until_on -> Nullable<Date>,
        advice_requested_on -> Nullable<Date>,
        evidence -> Text,
        why_impractical -> Text,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    decisions (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        kind -> DbWord,
        criteria -> Text,
        evidence_considered -> Text,
        reasons -> Text,
        decided_on -> Date,
        notified_on -> Date,
        decided_by -> DbUuid,
        recorded_at -> DbInstant,
        decided_as -> Nullable<DbWord>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    plans (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        kind -> DbWord,
        number -> Integer,
        sent_on -> Nullable<Date>,
        served_on -> Nullable<Date>,
        method -> Nullable<DbWord>,
        health_body_agreed_on -> Nullable<Date>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    plan_sections (plan_id, section) {
        plan_id -> DbUuid,
        section -> DbWord,
        content -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    representations (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        plan_id -> DbUuid,
        received_on -> Date,
        content -> Nullable<Text>,
        requested_setting -> Nullable<Text>,
        wants_meeting -> Bool,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    deadlines (case_id, subject_id, rule, limit_name) {
        case_id -> DbUuid,
        process -> Text,
        subject_id -> DbUuid,
        rule -> Text,
        limit_name -> Text,
        trigger_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        met_on -> Nullable<Date>,
        relaxed -> Bool,
        ended -> Bool,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    events (case_id, sequence) {
        case_id -> DbUuid,
        sequence -> BigInt,
        id -> DbUuid,
        kind -> DbWord,
        happened_on -> Date,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        details -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    read_log_unchained (id) {
        id -> DbUuid,
        at -> DbInstant,
        user_id -> DbUuid,
        session_id -> DbUuid,
        operation -> Text,
        case_ids -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    security_log_unchained (id) {
        id -> DbUuid,
        at -> DbInstant,
        user_id -> Nullable<DbUuid>,
        event -> Text,
        operation -> Text,
        subject -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    idempotent_answers (user_id, operation, idempotency_key) {
        user_id -> DbUuid,
        operation -> Text,
        idempotency_key -> Text,
        case_id -> Nullable<DbUuid>,
        body_digest -> Text,
        status -> Integer,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Text,
        answered_at -> DbInstant,
        terms -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    sealed_openings (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> DbUuid,
        reason -> Text,
        opened_at -> DbInstant,
        ends_at -> DbInstant,
        agreed_by -> Nullable<DbUuid>,
    }
}

joinable!(cases -> children (child_id));
joinable!(advice_requests -> cases (case_id));
joinable!(limit_addresses -> limits (limit_id));
joinable!(limit_people -> limits (limit_id));
joinable!(team_members -> teams (team_id));
joinable!(plan_sections -> plans (plan_id));

allow_tables_to_appear_in_same_query!(
    teams,
    education_settings,
    users,
    sessions,
    team_members,
    children,
    parent_links,
    young_person_links,
    enrolments,
    case_numbers,
    cases,
    assessments,
    requests,
    advice_requests,
    facts,
    exceptions,
    decisions,
    plans,
    plan_sections,
    representations,
    deadlines,
    events,
    read_log_unchained,
    security_log_unchained,
    idempotent_answers,
    contacts,
    contact_protections,
    contact_change_requests,
    child_versions,
    user_versions,
    statements,
    disclosures,
    disputes,
    dispute_steps,
    letter_texts,
    pending_decisions,
    notices,
    notice_letters,
    duplicate_decisions,
    erasures,
    legal_holds,
    retention_rules,
    approvals,
    limits,
    limit_addresses,
    limit_people,
    restrictions,
    access_list,
    break_glass,
    helpers,
    hand_overs,
    covers,
    sealed_identities,
    sealed_openings,
);

// Accounts: messages to people, and the codes in them.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    outbox (id) {
        id -> DbUuid,
        case_id -> Nullable<DbUuid>,
        user_id -> Nullable<DbUuid>,
        address -> Nullable<Text>,
        channel -> DbWord,
        template -> Text,
        subject -> Text,
        content -> Text,
        code_purpose -> Nullable<DbWord>,
        code_for -> Nullable<DbUuid>,
        state -> DbWord,
        not_before -> DbInstant,
        attempts -> BigInt,
        unsure -> BigInt,
        lease -> Nullable<DbUuid>,
        lease_until -> Nullable<DbInstant>,
        to_hold -> Bool,
        failure -> Nullable<Text>,
        created_at -> DbInstant,
        ended_at -> Nullable<DbInstant>,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    one_time_codes (digest) {
        digest -> Text,
        purpose -> DbWord,
        subject_id -> DbUuid,
        made_at -> DbInstant,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    invitations (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        child_id -> Nullable<DbUuid>,
        state -> DbWord,
        failed_checks -> BigInt,
        invited_by -> DbUuid,
        invited_at -> DbInstant,
        expires_at -> DbInstant,
        ended_at -> Nullable<DbInstant>,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    password_resets (id) {
        id -> DbUuid,
        email_digest -> Text,
        user_id -> Nullable<DbUuid>,
        asked_at -> DbInstant,
        expires_at -> DbInstant,
        used_at -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    email_changes (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        new_email -> Text,
        asked_at -> DbInstant,
        expires_at -> DbInstant,
        used_at -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    service_keys (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        digest -> Nullable<Text>,
        made_at -> DbInstant,
        made_by -> DbUuid,
        agreed_by -> Nullable<DbUuid>,
        expires_at -> DbInstant,
        drawn_at -> Nullable<DbInstant>,
        last_used_at -> Nullable<DbInstant>,
        ended_at -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    service_actions (user_id, action) {
        user_id -> DbUuid,
        action -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    single_sign_on_starts (state_digest) {
        state_digest -> Text,
        nonce -> Text,
        verifier -> Text,
        started_at -> DbInstant,
        expires_at -> DbInstant,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    single_sign_on_identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        user_id -> DbUuid,
        linked_at -> DbInstant,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    sign_on_by_owner_alone (user_id) {
        user_id -> DbUuid,
        since -> DbInstant,
    }
}

allow_tables_to_appear_in_same_query!(invitations, users);

// Proving who one is.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    refresh_tokens (digest) {
        digest -> Text,
        session_id -> DbUuid,
        issued_at -> DbInstant,
        spent_at -> Nullable<DbInstant>,
        retried_at -> Nullable<DbInstant>,
        successor -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    sign_in_tries (key) {
        key -> Text,
        lasting -> Bool,
        failures -> BigInt,
        window_started_at -> DbInstant,
        blocked_until -> Nullable<DbInstant>,
        last_at -> DbInstant,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    known_devices (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        digest -> Text,
        first_used_at -> DbInstant,
        last_used_at -> DbInstant,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    sign_in_challenges (digest) {
        digest -> Text,
        user_id -> DbUuid,
        device_id -> Nullable<DbUuid>,
        network -> Nullable<Text>,
        made_at -> DbInstant,
        expires_at -> DbInstant,
        spent_at -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    second_factors (user_id) {
        user_id -> DbUuid,
        sealed_seed -> Text,
        made_at -> DbInstant,
        confirmed_at -> Nullable<DbInstant>,
        last_step -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    recovery_codes (digest) {
        digest -> Text,
        user_id -> DbUuid,
        spent_at -> Nullable<DbInstant>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    first_administrator_secrets (digest) {
        digest -> Text,
        made_at -> DbInstant,
        expires_at -> DbInstant,
        used_at -> Nullable<DbInstant>,
    }
}

allow_tables_to_appear_in_same_query!(refresh_tokens, sessions);
allow_tables_to_appear_in_same_query!(refresh_tokens, users);

// The chained logs.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    log_streams (id) {
        id -> DbUuid,
        started_at -> DbInstant,
        reads -> BigInt,
        reads_hash -> Text,
        security -> BigInt,
        security_hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    read_log (stream_id, number) {
        stream_id -> DbUuid,
        number -> BigInt,
        at -> DbInstant,
        user_id -> DbUuid,
        session_id -> DbUuid,
        operation -> Text,
        case_ids -> Text,
        purpose -> Nullable<Text>,
        reason_digest -> Nullable<Text>,
        network -> Nullable<Text>,
        outcome -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    read_log_cases (case_id, at, stream_id, number) {
        case_id -> DbUuid,
        at -> DbInstant,
        stream_id -> DbUuid,
        number -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    access_reasons (stream_id, number) {
        stream_id -> DbUuid,
        number -> BigInt,
        salt -> Text,
        reason -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    security_log (stream_id, number) {
        stream_id -> DbUuid,
        number -> BigInt,
        at -> DbInstant,
        user_id -> Nullable<DbUuid>,
        event -> Text,
        operation -> Text,
        subject -> Nullable<Text>,
        network -> Nullable<Text>,
        occurrences -> BigInt,
        previous_hash -> Text,
        hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    account_heads (subject_id) {
        subject_id -> DbUuid,
        last_event -> BigInt,
        last_event_hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    account_events (subject_id, sequence) {
        subject_id -> DbUuid,
        sequence -> BigInt,
        id -> DbUuid,
        subject -> Text,
        kind -> Text,
        recorded_at -> DbInstant,
        recorded_by -> Nullable<DbUuid>,
        details -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    event_salts (event_id, name) {
        event_id -> DbUuid,
        name -> Text,
        salt -> Text,
    }
}

allow_tables_to_appear_in_same_query!(read_log_cases, read_log);
allow_tables_to_appear_in_same_query!(read_log_cases, users);
allow_tables_to_appear_in_same_query!(read_log_cases, education_settings);
allow_tables_to_appear_in_same_query!(read_log_cases, access_reasons);
allow_tables_to_appear_in_same_query!(read_log, users);
allow_tables_to_appear_in_same_query!(read_log, education_settings);
allow_tables_to_appear_in_same_query!(read_log, access_reasons);
allow_tables_to_appear_in_same_query!(read_log, log_streams);
allow_tables_to_appear_in_same_query!(access_reasons, users);
allow_tables_to_appear_in_same_query!(access_reasons, education_settings);
allow_tables_to_appear_in_same_query!(security_log, log_streams);
allow_tables_to_appear_in_same_query!(account_events, account_heads);
allow_tables_to_appear_in_same_query!(account_heads, users);
allow_tables_to_appear_in_same_query!(break_glass, read_log);
allow_tables_to_appear_in_same_query!(break_glass, read_log_cases);
allow_tables_to_appear_in_same_query!(break_glass, access_reasons);
allow_tables_to_appear_in_same_query!(event_salts, events);

// Relationships and second persons.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    approvals (id) {
        id -> DbUuid,
        kind -> DbWord,
        case_id -> Nullable<DbUuid>,
        case_version -> Nullable<BigInt>,
        subject -> Text,
        content -> Nullable<Text>,
        reason -> Text,
        asked_by -> DbUuid,
        asked_at -> DbInstant,
        expires_at -> DbInstant,
        state -> DbWord,
        alone -> Bool,
        decided_by -> Nullable<DbUuid>,
        decided_at -> Nullable<DbInstant>,
        note -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    limits (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        user_id -> Nullable<DbUuid>,
        effect -> DbWord,
        ground -> DbWord,
        from_at -> DbInstant,
        until_at -> Nullable<DbInstant>,
        evidence -> Text,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        agreed_by -> Nullable<DbUuid>,
        lifted_at -> Nullable<DbInstant>,
        lifted_by -> Nullable<DbUuid>,
        lift_agreed_by -> Nullable<DbUuid>,
        lift_reason -> Nullable<Text>,
        adult_name -> Nullable<Text>,
        provisional_until -> Nullable<DbInstant>,
        approval_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::DbUuid;

    limit_addresses (limit_id, email) {
        limit_id -> DbUuid,
        email -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::DbUuid;

    limit_people (limit_id, user_id) {
        limit_id -> DbUuid,
        user_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    restrictions (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        reason -> Text,
        from_at -> DbInstant,
        proposed_by -> DbUuid,
        agreed_by -> Nullable<DbUuid>,
        lifted_at -> Nullable<DbInstant>,
        lifted_by -> Nullable<DbUuid>,
        lift_agreed_by -> Nullable<DbUuid>,
        lift_reason -> Nullable<Text>,
        provisional_until -> Nullable<DbInstant>,
        approval_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    access_list (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> DbUuid,
        from_at -> DbInstant,
        until_at -> Nullable<DbInstant>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        agreed_by -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    break_glass (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> DbUuid,
        ground -> DbWord,
        reason -> Text,
        opened_at -> DbInstant,
        ends_at -> DbInstant,
        closed_at -> Nullable<DbInstant>,
        reviewed_at -> Nullable<DbInstant>,
        reviewed_by -> Nullable<DbUuid>,
        finding -> Nullable<DbWord>,
        review_note -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    helpers (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        invited_by -> DbUuid,
        email -> Text,
        name -> Text,
        may_act -> Bool,
        from_at -> DbInstant,
        until_at -> DbInstant,
        withdrawn_at -> Nullable<DbInstant>,
        withdrawn_by -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    hand_overs (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        who_acts -> DbWord,
        user_id -> Nullable<DbUuid>,
        from_on -> Date,
        until_on -> Nullable<Date>,
        evidence -> Text,
        recorded_at -> DbInstant,
        recorded_by -> Nullable<DbUuid>,
        annulled -> Bool,
        ended_at -> Nullable<DbInstant>,
        ended_by -> Nullable<DbUuid>,
        end_reason -> Nullable<Text>,
        ended_for -> Nullable<DbUuid>,
        until_before -> Nullable<Date>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    covers (id) {
        id -> DbUuid,
        officer_id -> DbUuid,
        covered_by -> DbUuid,
        from_on -> Date,
        until_on -> Date,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        ended_at -> Nullable<DbInstant>,
        ended_by -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    sealed_identities (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        given_name -> Text,
        family_name -> Text,
        upn -> Nullable<Text>,
        claimed_upn -> Nullable<Text>,
        parent_links -> Text,
        adopted_on -> Date,
        evidence -> Text,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        agreed_by -> Nullable<DbUuid>,
    }
}

joinable!(break_glass -> cases (case_id));
joinable!(hand_overs -> children (child_id));

// How people are reached, and who must not learn it.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    contacts (id) {
        id -> DbUuid,
        child_id -> Nullable<DbUuid>,
        user_id -> Nullable<DbUuid>,
        address -> Nullable<Text>,
        postcode -> Nullable<Text>,
        telephone -> Nullable<Text>,
        email -> Nullable<Text>,
        preferred -> Nullable<Text>,
        day_telephone -> Nullable<Text>,
        day_email -> Nullable<Text>,
        from_on -> Date,
        reason -> Nullable<Text>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        superseded_at -> Nullable<DbInstant>,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    contact_protections (id) {
        id -> DbUuid,
        child_id -> Nullable<DbUuid>,
        user_id -> Nullable<DbUuid>,
        reason -> Text,
        hides_setting -> Bool,
        from_on -> Date,
        until_on -> Nullable<Date>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
        ended_at -> Nullable<DbInstant>,
        ended_by -> Nullable<DbUuid>,
        end_reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    contact_change_requests (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> Nullable<DbUuid>,
        details -> Text,
        reason -> Nullable<Text>,
        asked_at -> DbInstant,
        asked_by -> DbUuid,
        decided_at -> Nullable<DbInstant>,
        decided_by -> Nullable<DbUuid>,
        made -> Nullable<Bool>,
        decision_reason -> Nullable<Text>,
    }
}

// What was on record before it was corrected, and statements beside the record.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    child_versions (child_id, version) {
        child_id -> DbUuid,
        version -> BigInt,
        given_name -> Text,
        family_name -> Text,
        born_on -> Date,
        upn -> Nullable<Text>,
        replaced_at -> DbInstant,
        replaced_by -> DbUuid,
        reason -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    user_versions (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        display_name -> Text,
        replaced_at -> DbInstant,
        replaced_by -> DbUuid,
        reason -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    statements (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        about -> Text,
        content -> Text,
        made_at -> DbInstant,
        made_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    duplicate_decisions (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        other_child_id -> DbUuid,
        same_child -> Bool,
        reason -> Text,
        decided_at -> DbInstant,
        decided_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    erasures (subject_id) {
        subject_id -> DbUuid,
        is_adult -> Bool,
        erased_at -> DbInstant,
        erased_by -> Nullable<DbUuid>,
        agreed_by -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    legal_holds (id) {
        id -> DbUuid,
        child_id -> DbUuid,
        reason -> Text,
        set_at -> DbInstant,
        set_by -> DbUuid,
        lifted_at -> Nullable<DbInstant>,
        lifted_by -> Nullable<DbUuid>,
        lift_reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    retention_rules (record_type) {
        record_type -> DbWord,
        counted_from -> DbWord,
        years -> BigInt,
        source -> Text,
        changed_at -> DbInstant,
        changed_by -> DbUuid,
        agreed_by -> Nullable<DbUuid>,
        version -> BigInt,
    }
}

// What the authority's letters say.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    letter_texts (kind, number) {
        kind -> Text,
        number -> BigInt,
        content -> Text,
        saved_at -> DbInstant,
        saved_by -> DbUuid,
    }
}

// Decisions whose notice was not sent yet, and notices that were sent.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    pending_decisions (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        assessment_id -> DbUuid,
        kind -> DbWord,
        criteria -> Text,
        evidence_considered -> Text,
        reasons -> Text,
        decided_on -> Date,
        decided_by -> DbUuid,
        decided_as -> DbWord,
        recorded_at -> DbInstant,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    notices (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        kind -> Text,
        decision_id -> Nullable<DbUuid>,
        plan_id -> Nullable<DbUuid>,
        advice_request_id -> Nullable<DbUuid>,
        sent_on -> Date,
        sent_at -> DbInstant,
        sent_by -> DbUuid,
        template_version -> BigInt,
        template_sha256 -> Text,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    notice_letters (id) {
        id -> DbUuid,
        notice_id -> DbUuid,
        case_id -> DbUuid,
        user_id -> Nullable<DbUuid>,
        education_setting_id -> Nullable<DbUuid>,
        party -> Text,
        recipient -> Text,
        address -> Text,
        method -> DbWord,
        posted_on -> Nullable<Date>,
        served_on -> Date,
        html -> Text,
        html_sha256 -> Text,
        pdf -> Text,
        pdf_sha256 -> Text,
    }
}

// To whom plans and papers were passed on.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    disclosures (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        basis -> DbWord,
        to_whom -> Text,
        what -> Text,
        plan_id -> Nullable<DbUuid>,
        advice_request_id -> Nullable<DbUuid>,
        disclosed_on -> Date,
        explanation -> Text,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
    }
}

// What the family disputes.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    disputes (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        decision -> DbWord,
        decision_id -> Nullable<DbUuid>,
        plan_id -> Nullable<DbUuid>,
        amended_in_dispute_id -> Nullable<DbUuid>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid};

    dispute_steps (id) {
        id -> DbUuid,
        dispute_id -> DbUuid,
        case_id -> DbUuid,
        place -> Integer,
        happened_on -> Date,
        content -> Nullable<Text>,
        replaces -> Nullable<DbUuid>,
        reason -> Nullable<Text>,
        recorded_at -> DbInstant,
        recorded_by -> DbUuid,
    }
}

// Files of evidence.

table! {
    use diesel::sql_types::*;
    use crate::types::{DbInstant, DbUuid, DbWord};

    attachments (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        kind -> DbWord,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        received_at -> DbInstant,
        given_by -> DbUuid,
        on_behalf_of -> Nullable<DbUuid>,
        education_setting_id -> Nullable<DbUuid>,
        scanned_at -> Nullable<DbInstant>,
        scanned_by -> Nullable<Text>,
        shared_with_family -> Bool,
        shared_with_advisers -> Bool,
        tells_no_whereabouts -> Bool,
        withdrawn_at -> Nullable<DbInstant>,
        withdrawn_by -> Nullable<DbUuid>,
        withdraw_reason -> Nullable<Text>,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::*;
    use crate::types::DbUuid;

    attachment_kept_from (attachment_id, user_id) {
        attachment_id -> DbUuid,
        user_id -> DbUuid,
    }
}

allow_tables_to_appear_in_same_query!(attachments, attachment_kept_from);
