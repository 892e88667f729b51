"""Addresses: cooperating doctors, and free beds for short stays."""

from django.urls import path

from programs.views import doctors, duty, vacancies

urlpatterns = [
    path("duty/", duty.DutyPage.as_view(), name="duty"),
    path("duty/year/", duty.DutyYear.as_view(), name="duty-year"),
    path("duty/copy/<int:pk>/", duty.DutyCopy.as_view(), name="duty-copy"),
    path("doctors/new/", doctors.DoctorCreate.as_view(), name="doctor-create"),
    path("doctors/<int:pk>/", doctors.DoctorDetail.as_view(), name="doctor"),
    path("doctors/<int:pk>/edit/", doctors.DoctorEdit.as_view(), name="doctor-edit"),
    path("doctors/<int:pk>/month/", duty.DutyMonthEdit.as_view(), name="duty-month"),
    path("vacancies/", vacancies.VacancyPage.as_view(), name="vacancies"),
    path("vacancies/edit/", vacancies.VacanciesEdit.as_view(), name="vacancies-edit"),
]
